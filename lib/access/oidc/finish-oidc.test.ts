import { randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { allowInsecureRequests, discovery } from "openid-client";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { credentials, invites, users } from "#db/access-schema";
import { database } from "#db/pool";
import { type Account, CLIENT, startOidcServer } from "#lib/access/oidc/testing/oidc-server";
import { deactivateUser } from "#lib/access/team/deactivate-user";
import { entriesAbout, personOf } from "#lib/access/testing/people";

const HOME = "https://desk.test";
// The provider's library says so of its in-memory store, which is what a test wants.
const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
const server = await startOidcServer(`${HOME}/sign-in/sso/callback`);
warned.mockRestore();
Object.assign(process.env, {
  CASEWIRE_URL: HOME,
  OIDC_ISSUER: server.issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_SCOPES: "openid email profile groups",
  OIDC_ROLES: "desk-admins=admin, kyb=analyst, all=viewer",
  OIDC_DOMAINS: "harbour.test",
});
const { provisionAccount } = await import("./provision-account.ts");
const { finishOidc } = await import("./finish-oidc.ts");
const { startOidc } = await import("./start-oidc.ts");
afterAll(() => server.stop());

/** A new account at the provider, whose address it says it verified unless told otherwise. */
function account(claims: Record<string, unknown> = {}): Account {
  const sub = randomUUID();
  const made = { sub, email: `${sub}@kyb.test`, email_verified: true, name: "Ada", groups: ["kyb"], ...claims };
  server.accounts.set(sub, made);
  return made;
}

async function begin(sub: string) {
  const { location, cookie } = await startOidc("/cases?status=IN_REVIEW");
  return { cookie, query: (await server.signIn(location, sub)).search };
}

async function signIn({ sub }: Account) {
  const { query, cookie } = await begin(sub);
  return finishOidc(query, cookie);
}

const userWith = async (email: unknown) =>
  (
    await database()
      .select()
      .from(users)
      .where(eq(users.email, String(email)))
  )[0];

describe("a first sign-in", () => {
  it("makes the account, with the highest role its groups grant, and leaves its entry", async () => {
    const ada = account({ groups: ["all", "kyb", "unheard-of"], email: "Ada.First@KYB.test" });
    const admitted = await signIn(ada);
    expect(admitted).toMatchObject({ secondFactor: false, next: "/cases?status=IN_REVIEW" });
    const user = await userWith("ada.first@kyb.test");
    expect(user).toMatchObject({ id: admitted.userId, name: "Ada", role: "analyst", emailVerified: true });
    expect(user?.oidcSubject).toBe(`${server.issuer} ${ada.sub}`);
    expect(await entriesAbout(admitted.userId)).toMatchObject([
      { action: "user.joined", actorId: "single-sign-on", detail: { role: "analyst", issuer: server.issuer } },
    ]);
  });

  it("makes one account, though it comes twice at once", async () => {
    const ada = account();
    const [one, other] = await Promise.all([signIn(ada), signIn(ada)]);
    expect(one.userId).toBe(other.userId);
    expect(await database().$count(users, eq(users.email, String(ada.email)))).toBe(1);
  });

  it("links the account that has the verified e-mail, and leaves its entry", async () => {
    const vera = await personOf("viewer");
    const email = `${vera.id}@example.com`;
    const { userId } = await signIn(account({ email, groups: ["all"] }));
    expect(userId).toBe(vera.id);
    expect(await entriesAbout(vera.id)).toMatchObject([{ action: "user.linked", detail: { issuer: server.issuer } }]);
  });

  it("uses an open invite where groups decide nothing", async () => {
    const email = `${randomUUID()}@kyb.test`;
    const expiresAt = new Date(Date.now() + 60_000);
    const tokenHash = randomUUID();
    const { id: userId, label: createdBy } = await personOf("admin");
    await database().insert(invites).values({ email, role: "engineer", tokenHash, createdBy, userId, expiresAt });
    const claims = {
      issuer: server.issuer,
      subject: email,
      email,
      name: null,
      role: undefined,
      secondFactor: false,
      provenAt: null,
    };
    const admitted = await provisionAccount(claims);
    expect(await userWith(email)).toMatchObject({ id: admitted.userId, role: "engineer" });
    const [invite] = await database().select().from(invites).where(eq(invites.tokenHash, tokenHash));
    expect(invite?.usedAt).toBeInstanceOf(Date);
    await expect(provisionAccount({ ...claims, subject: "b", email: "b@kyb.test" })).rejects.toMatchObject({
      code: "no-account",
    });
  });

  it.each([
    ["says that it did not verify the e-mail", { email_verified: false, email: "a@kyb.test" }, "unverified"],
    ["says nothing of it", { email_verified: undefined, email: "a@kyb.test" }, "unverified"],
    ["says that it did not verify one of our domain", { email_verified: false, email: "a@harbour.test" }, "unverified"],
    ['says "true" in words', { email_verified: "true", email: "a@kyb.test" }, "unverified"],
    ["gives no e-mail", { email: undefined }, "unverified"],
    ["names no group that grants a role", { groups: ["others"] }, "no-group"],
    ["names no group", { groups: undefined }, "no-group"],
  ])("makes nobody an account when the provider %s", async (_, claims, code) => {
    const before = await database().$count(users);
    await expect(signIn(account(claims))).rejects.toMatchObject({ code });
    expect(await database().$count(users)).toBe(before);
  });

  it("believes an address of a configured domain where the provider says nothing of it", async () => {
    const ada = account({ email_verified: undefined, email: `${randomUUID()}@harbour.test` });
    await expect(signIn(ada)).resolves.toMatchObject({ userId: expect.any(String) });
  });

  it("links nobody to an unverified address that somebody here has", async () => {
    const vera = await personOf("admin");
    const claims = account({ email: `${vera.id}@example.com`, email_verified: false });
    await expect(signIn(claims)).rejects.toMatchObject({ code: "unverified" });
    expect((await userWith(`${vera.id}@example.com`))?.oidcSubject).toBeNull();
  });
});

describe("a later sign-in", () => {
  it("knows the person by issuer and subject, whatever their address is by then", async () => {
    const ada = account();
    const { userId } = await signIn(ada);
    const other = await personOf("admin");
    server.accounts.set(ada.sub, { ...ada, email: `${other.id}@example.com` });
    expect((await signIn(ada)).userId).toBe(userId);
  });

  it("gives the role that the groups grant by then, with an entry, and takes the way in with the last group", async () => {
    const ada = account();
    const { userId } = await signIn(ada);
    server.accounts.set(ada.sub, { ...ada, groups: ["all"] });
    await signIn(ada);
    expect((await entriesAbout(userId))[0]).toMatchObject({
      action: "user.role-changed",
      detail: { from: "analyst", to: "viewer" },
    });
    server.accounts.set(ada.sub, { ...ada, groups: [] });
    await expect(signIn(ada)).rejects.toMatchObject({ code: "no-group" });
  });

  it("leaves the last administrator the role", async () => {
    await database().update(users).set({ role: "viewer" });
    const ada = account({ groups: ["desk-admins"] });
    const { userId } = await signIn(ada);
    server.accounts.set(ada.sub, { ...ada, groups: ["all"] });
    expect((await signIn(ada)).userId).toBe(userId);
    expect(await userWith(ada.email)).toMatchObject({ role: "admin" });
  });

  it("keeps out who was deactivated, under another address too", async () => {
    const ada = account();
    const { userId } = await signIn(ada);
    await personOf("admin");
    await deactivateUser(await personOf("admin"), { userId });
    await expect(signIn(ada)).rejects.toMatchObject({ code: "deactivated" });
    server.accounts.set(ada.sub, { ...ada, email: `${randomUUID()}@kyb.test` });
    await expect(signIn(ada)).rejects.toMatchObject({ code: "deactivated" });
    expect(await database().$count(credentials, eq(credentials.userId, userId))).toBe(0);
  });

  it("is of nobody else: an address that went to another person does not open the account", async () => {
    const ada = account();
    await signIn(ada);
    await expect(signIn(account({ email: ada.email }))).rejects.toMatchObject({ code: "other-person" });
  });

  it("says whether the provider asked for a second factor", async () => {
    await expect(signIn(account({ amr: ["pwd", "mfa"] }))).resolves.toMatchObject({ secondFactor: true });
    await expect(signIn(account({ amr: ["pwd"] }))).resolves.toMatchObject({ secondFactor: false });
  });
});

describe("a proof asked for anew", () => {
  it("is given by a new sign-in there, and by nobody else than who is asked", async () => {
    const ada = account();
    const { userId } = await signIn(ada);
    const anew = async (sub: string) => {
      const { location, cookie } = await startOidc("/account", userId);
      expect(new URL(location).searchParams.get("prompt")).toBe("login");
      return finishOidc((await server.signIn(location, sub)).search, cookie);
    };
    const before = Date.now() - 5000;
    const { provenAt } = await anew(ada.sub);
    expect(provenAt?.getTime()).toBeGreaterThan(before);
    await expect(anew(account().sub)).rejects.toMatchObject({ code: "not-you" });
  });
});

describe("an answer of the provider", () => {
  it("is good once", async () => {
    const { query, cookie } = await begin(account().sub);
    await finishOidc(query, cookie);
    await expect(finishOidc(query, cookie)).rejects.toMatchObject({ code: "failed" });
  });

  it("is good in the browser that asked for it alone", async () => {
    const { query } = await begin(account().sub);
    const { cookie } = await startOidc("/cases");
    await expect(finishOidc(query, cookie)).rejects.toMatchObject({ code: "failed" });
    await expect(finishOidc(query, undefined)).rejects.toMatchObject({ code: "expired" });
    await expect(finishOidc(query, `${cookie.slice(0, -2)}xx`)).rejects.toMatchObject({ code: "expired" });
  });

  it("is not taken from another issuer", async () => {
    const { query, cookie } = await begin(account().sub);
    const mixedUp = query.replace(encodeURIComponent(server.issuer), encodeURIComponent("https://evil.test"));
    expect(mixedUp).not.toBe(query);
    await expect(finishOidc(mixedUp, cookie)).rejects.toMatchObject({ code: "failed" });
  });

  it("that says no is told as such", async () => {
    const { cookie, location } = await startOidc("/cases");
    const state = new URL(location).searchParams.get("state");
    const query = `?error=access_denied&state=${state}&iss=${encodeURIComponent(server.issuer)}`;
    await expect(finishOidc(query, cookie)).rejects.toMatchObject({ code: "denied" });
  });

  it("comes too late after ten minutes", async () => {
    const { query, cookie } = await begin(account().sub);
    vi.useFakeTimers({ now: Date.now() + 601_000, toFake: ["Date"] });
    try {
      await expect(finishOidc(query, cookie)).rejects.toMatchObject({ code: "expired" });
    } finally {
      vi.useRealTimers();
    }
  });
});

const INSECURE = { execute: [allowInsecureRequests] };

/** Another HTTP server on loopback; returns its address. */
async function answering(listener: RequestListener): Promise<string> {
  const other = createServer(listener);
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
}

describe("a provider", () => {
  it("whose discovery document names another issuer is not asked for anybody", async () => {
    const issuer = await answering((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ issuer: server.issuer, authorization_endpoint: `${server.issuer}/auth` }));
    });
    await expect(discovery(new URL(issuer), CLIENT.id, CLIENT.secret, undefined, INSECURE)).rejects.toThrow(/issuer/);
  });

  it("that redirects is not followed", async () => {
    const issuer = await answering((_, response) => {
      response.writeHead(302, { location: `${server.issuer}/.well-known/openid-configuration` }).end();
    });
    await expect(discovery(new URL(issuer), CLIENT.id, CLIENT.secret, undefined, INSECURE)).rejects.toThrow();
  });
});
