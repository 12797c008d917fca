import { expect, it } from "vitest";

it("behind TLS every cookie of a sign-in is bound to this host: __Host-, Secure, Path=/ and no Domain", async () => {
  process.env.CASEWIRE_URL = "https://desk.test";
  const { Browser, givePassword } = await import("#lib/access/testing/browser");
  const { personOf } = await import("#lib/access/testing/people");
  const { sessionOf } = await import("#lib/access/sessions/session");
  const person = await givePassword(await personOf("viewer"));
  const browser = new Browser();
  const headers = browser.headers({ origin: "https://desk.test" });
  const { authRequest } = await import("#lib/access/endpoints/auth-request");
  const body = JSON.stringify({ email: `${person.id}@example.com`, password: "a password of some length" });
  const answer = await authRequest(
    new Request("https://desk.test/api/auth/sign-in/email", { method: "POST", headers, body }),
  );
  const lines = answer.headers.getSetCookie();
  expect(lines.map((line) => line.split("=")[0]).sort()).toEqual([
    "__Host-casewire.device",
    "__Host-casewire.session_token",
  ]);
  for (const line of lines) {
    expect(line).toMatch(/; Secure/i);
    expect(line).toMatch(/; Path=\/(;|$)/i);
    expect(line).not.toMatch(/; Domain=/i);
  }
  browser.take(answer.headers);
  expect((await sessionOf(browser.headers()))?.actor.id).toBe(person.id);
});
