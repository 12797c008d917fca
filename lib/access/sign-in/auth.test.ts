import { hashPassword as betterAuthHash } from "better-auth/crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { credentials, rateLimits, sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import { authRequest } from "#lib/access/endpoints/auth-request";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { countSignIn } from "./sign-in-limits.ts";

const ORIGIN = "http://desk.test";
const EMAIL = "ada@example.com";
const PASSWORD = "a password of some length";

await database().insert(users).values({ id: "u1", name: "Ada", email: EMAIL, role: "analyst" });
await database()
  .insert(credentials)
  .values({
    id: "c1",
    accountId: "u1",
    providerId: "credential",
    userId: "u1",
    password: await passwordHash(PASSWORD),
  });

beforeEach(async () => {
  await database().delete(rateLimits).where(sql`true`);
});

function send(path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Response> {
  const request = new Request(`${ORIGIN}/api/auth${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      host: "desk.test",
      origin: ORIGIN,
      "content-type": "application/json",
      "x-casewire-remote": "192.0.2.7",
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return authRequest(request);
}

const signIn = (password = PASSWORD, headers: Record<string, string> = {}, email = EMAIL) =>
  send("/sign-in/email", headers, { email, password });

async function signedIn(): Promise<string> {
  const answer = await signIn();
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const userOf = async (cookie: string) =>
  ((await (await send("/get-session", { cookie })).json()) as { user: { role: string } } | null)?.user;

const lastEntry = async () => (await database().select().from(auditEntries).orderBy(sql`id desc`).limit(1))[0];

describe("sign-in", () => {
  it("starts a session in the database, behind an HttpOnly, SameSite=Lax cookie, and leaves an entry", async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(/^casewire\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).not.toMatch(/; Secure/i);
    expect(await userOf(cookie.split(";")[0] ?? "")).toMatchObject({ role: "analyst" });
    expect(await database().select().from(sessions)).toMatchObject([{ userId: "u1", ipAddress: "192.0.2.7" }]);
    expect(await lastEntry()).toMatchObject({ actorId: "u1", action: "session.started", subjectId: "u1" });
  });

  it("hashes a password anew that was hashed with the parameters of before, and still lets it in", async () => {
    const stored = async () =>
      (await database().select().from(credentials).where(eq(credentials.userId, "u1")))[0]?.password;
    await database()
      .update(credentials)
      .set({ password: await betterAuthHash(PASSWORD) })
      .where(eq(credentials.userId, "u1"));
    expect((await signIn("not the password")).status).toBe(401);
    expect(await stored()).not.toMatch(/^scrypt/);
    expect((await signIn()).status).toBe(200);
    const anew = await stored();
    expect(anew).toMatch(/^scrypt\$ln=15,/);
    expect((await signIn()).status).toBe(200);
    expect(await stored()).toBe(anew);
  });

  it("writes an IPv6 address as people do", async () => {
    await signIn(PASSWORD, { "x-casewire-remote": "2001:db8::7" });
    expect(await lastEntry()).toMatchObject({ action: "session.started", detail: { address: "2001:db8::7" } });
    expect(await database().$count(sessions, eq(sessions.ipAddress, "2001:db8::7"))).toBe(1);
  });

  it("gives a new session to a browser that came with one, so that a planted cookie is worth nothing", async () => {
    const planted = await signedIn();
    const answer = await signIn(PASSWORD, { cookie: planted });
    const own = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(own).not.toBe(planted);
    expect(await userOf(own)).toMatchObject({ role: "analyst" });
    expect(await userOf(planted)).toBeUndefined();
    const again = await signIn(PASSWORD, { cookie: planted });
    expect(again.headers.getSetCookie().filter((line) => line.startsWith("casewire.session_token="))).toHaveLength(1);
    expect(await userOf(again.headers.getSetCookie()[0]?.split(";")[0] ?? "")).toMatchObject({ role: "analyst" });
  });

  it("answers an unknown e-mail and a wrong password alike, and records both without the e-mail", async () => {
    const wrong = await signIn("not the password");
    const wrongEntry = await lastEntry();
    const unknown = await signIn(PASSWORD, {}, "nobody@example.com");
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
    expect(wrongEntry).toMatchObject({ action: "session.refused", subjectId: "u1" });
    expect(await lastEntry()).toMatchObject({ action: "session.refused", subjectId: "unknown" });
    expect((await lastEntry())?.line).not.toContain("nobody@example.com");
  });

  it("refuses a form of another site, with and without a cookie", async () => {
    const from = { origin: "http://evil.test" };
    expect((await signIn(PASSWORD, from)).status).toBe(403);
    expect((await signIn(PASSWORD, { ...from, cookie: await signedIn() })).status).toBe(403);
  });

  it("makes nobody an account", async () => {
    const body = { email: "new@example.com", password: PASSWORD, name: "New", role: "admin" };
    expect((await send("/sign-up/email", {}, body)).status).toBe(404);
    expect(await database().$count(users)).toBe(1);
  });
});

it.each(["/list-sessions", "/error", "/ok", "/change-password", "/sign-in/email/", "/update-user", "/sign-in/social"])(
  "no other endpoint of better-auth is open: %s",
  async (path) => {
    const cookie = await signedIn();
    expect((await send(path, { cookie })).status).toBe(404);
    expect((await send(path, { cookie }, {})).status).toBe(404);
  },
);

describe("limits", () => {
  it("end one address's guesses at one person after five, even sent at once, and the right password then too, for seconds", async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => signIn("not the password")));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    await database().delete(rateLimits).where(sql`true`);
    for (let n = 0; n < 5; n++) await countSignIn({ email: EMAIL, address: "192.0.2.7", knownDevice: null });
    const refused = await signIn();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(5);
  });

  it("leave the same person a way in from another address", async () => {
    await Promise.all(Array.from({ length: 11 }, () => signIn("not the password")));
    expect((await signIn(PASSWORD, { "x-casewire-remote": "192.0.2.8" })).status).toBe(200);
  });

  it("end one address's guesses at many people after thirty; an IPv6 network counts as one", async () => {
    const guess = (n: number) =>
      signIn("not the password", { "x-casewire-remote": `2001:db8::${n.toString(16)}` }, `p${n}@example.com`);
    const email = (n: number) => `p${n}@example.com`;
    for (let n = 1; n <= 28; n++) {
      await countSignIn({ address: "2001:db8:0:0::/64", email: email(n), knownDevice: null });
    }
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => guess(n + 29)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([401, 401, 429, 429, 429, 429]);
  });

  it("do not count those who get in", async () => {
    for (let n = 0; n < 12; n++) expect((await signIn()).status).toBe(200);
  });
});

describe("a session", () => {
  it("ends at sign-out, with an entry, and its cookie is worth nothing after", async () => {
    const cookie = await signedIn();
    expect((await send("/sign-out", { cookie }, {})).status).toBe(200);
    expect(await userOf(cookie)).toBeUndefined();
    expect(await lastEntry()).toMatchObject({ actorId: "u1", action: "session.ended", subjectId: "u1" });
  });

  it("is read again after connections to the database were lost", async () => {
    const cookie = await signedIn();
    // The one that asks is among them.
    const lost = database().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user`,
    );
    await expect(lost).rejects.toThrow();
    await expect.poll(() => userOf(cookie), { timeout: 20_000 }).toMatchObject({ role: "analyst" });
  });

  it("dies at once when its row is deleted or its time is over", async () => {
    const revoked = await signedIn();
    await database().delete(sessions).where(sql`true`);
    expect(await userOf(revoked)).toBeUndefined();
    const expired = await signedIn();
    await database()
      .update(sessions)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(sql`true`);
    expect(await userOf(expired)).toBeUndefined();
  });

  it("is not opened by its token without our signature", async () => {
    await signedIn();
    const [row] = await database().select().from(sessions).where(eq(sessions.userId, "u1")).limit(1);
    expect(await userOf(`casewire.session_token=${row?.token}`)).toBeUndefined();
    expect(await userOf(`casewire.session_token=${row?.token}.AAAA`)).toBeUndefined();
  });
});
