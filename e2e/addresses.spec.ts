import { expect } from "@playwright/test";
import { casePath, eventPath, rawPath } from "#lib/page-paths";
import { test } from "./test.ts";

/** Texts with a meaning of their own to a path, a proxy, a browser or Next. */
const NASTY = [
  ...["acme.rsc", "a.segment.rsc", ".", "..", "...", "a/../b", "/a", "a/", "a//b", "\\", "a\\b", "by-ref", "_next"],
  ...["a%20b", "a%2Fb", "%", "%2e%2e", "a?b", "a#b", "a&refId=b", "a+b", "a=b", "<b>&amp;", '"quoted"', "favicon.ico"],
];
const NASTIER = [" a", "a ", "a\nb", "\u0001", "e\u0301", "\u00e9", "日本", "😀".repeat(250), "x".repeat(512)];

test("every case has an address, in pages and in the API, whatever its refId holds", async ({
  as,
  sender,
  api,
  caseExists,
  refId,
}) => {
  test.slow();
  const page = await as("admin");
  for (const nasty of [...NASTY, ...NASTIER]) await sender.send(nasty, "IN_PROGRESS");
  // The last one stored: the others are placed with it or before.
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  for (const nasty of [...NASTY, ...NASTIER]) {
    const query = new URLSearchParams({ refId: nasty });
    await expect.poll(async () => (await api(`/api/v1/cases/by-ref?${query}`)).status, nasty).toBe(200);
    expect(await (await api(`/api/v1/cases/by-ref?${query}`)).json()).toMatchObject({ refId: nasty });
    expect((await (await api(`/api/v1/cases?${query}`)).json()).items).toMatchObject([{ refId: nasty }]);
    const init = { method: "PUT", body: JSON.stringify({ contactEmail: "kyb@harbour.test" }) };
    expect(await (await api(`/api/v1/businesses/by-ref?${query}`, init)).json()).toMatchObject({ refId: nasty });
    const answer = await page.request.get(casePath({ source: "vove", refId: nasty }), { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["content-type"]], nasty).toEqual([200, "text/html; charset=utf-8"]);
  }
  for (const nasty of NASTY) {
    await page.goto(casePath({ source: "vove", refId: nasty }));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(nasty);
    await expect(page).toHaveTitle(`${nasty} · Casewire`);
  }
});

test("a title says a percent sign as it is, also in an address written by hand and after a click", async ({
  as,
  sender,
  caseExists,
  refId,
}) => {
  const page = await as("analyst");
  const odd = `${refId}%20%2F`;
  await sender.send(odd, "IN_PROGRESS");
  await caseExists(odd);
  await page.goto(`/cases/${encodeURIComponent(odd)}`);
  await expect(page).toHaveTitle(`${odd} · Casewire`);
  await page.goto(`/cases?q=${encodeURIComponent(odd)}`);
  await page.getByRole("link", { name: odd }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(odd);
  await expect(page).toHaveTitle(`${odd} · Casewire`);
});

test("an address that ends in .rsc is a page, and for a stranger the way to sign in", async ({
  as,
  sender,
  caseExists,
  request,
  refId,
}) => {
  const odd = `${refId}.rsc`;
  await sender.send(odd, "IN_PROGRESS");
  await caseExists(odd);
  const stranger = await request.get(`/cases/${odd}`);
  expect(new URL(stranger.url()).pathname).toBe("/sign-in");
  expect(stranger.headers()["content-type"]).toContain("text/html");
  const page = await as("viewer");
  await page.goto(`/cases/${odd}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(odd);
});

test("every event has an address, whatever its message id holds", async ({ as, sender, api, refId }) => {
  test.slow();
  const page = await as("engineer");
  for (const [n, nasty] of NASTY.entries()) {
    const id = n % 2 === 0 ? nasty : `${nasty}~${refId}`;
    await sender.send(`${refId}-${n}`, "IN_PROGRESS", { id });
    expect(await (await api(`/api/v1/events/by-id?${new URLSearchParams({ messageId: id })}`)).json()).toMatchObject({
      messageId: id,
    });
    await page.goto(eventPath({ source: "vove", messageId: id }));
    await expect(page).toHaveTitle(`${id} · Casewire`);
    const raw = await page.request.get(rawPath({ source: "vove", messageId: id }));
    expect(await raw.json(), id).toMatchObject({ refId: `${refId}-${n}` });
  }
});
