import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { credentials, invites, users } from "#db/access-schema";
import { database } from "#db/pool";
import { authentication } from "#lib/access/sign-in/auth";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { acceptInvite, acceptInviteInput } from "./accept-invite.ts";
import { deactivateUser } from "./deactivate-user.ts";
import { ensureFirstAdmin } from "./first-admin.ts";
import { inviteUser } from "./invite-user.ts";

const admin = await personOf("admin");
const password = "a password of some length";
const answer = (token: string) => ({ token, name: "Grace", password });

const userOf = async (email: string) => (await database().select().from(users).where(eq(users.email, email)))[0];
const signIn = (email: string, word = password) =>
  authentication().api.signInEmail({ body: { email, password: word }, headers: new Headers() });

describe("acceptInvite", () => {
  it("makes the account the invite is for, leaves an entry, and the password opens it", async () => {
    const { token } = await inviteUser(admin, { email: "grace@example.com", role: "engineer" });
    expect(await acceptInvite({ ...answer(token), email: "mine@example.com" })).toEqual({ email: "grace@example.com" });
    const user = await userOf("grace@example.com");
    expect(user).toMatchObject({ name: "Grace", role: "engineer" });
    expect(await userOf("mine@example.com")).toBeUndefined();
    expect((await entriesAbout(user?.id ?? ""))[0]).toMatchObject({ action: "user.joined", actorId: user?.id });
    expect((await signIn("grace@example.com")).user).toMatchObject({ id: user?.id });
  });

  it("is good once, even when the link is used many times at once", async () => {
    const { token } = await inviteUser(admin, { email: "race@example.com", role: "viewer" });
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => acceptInvite(answer(token))));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(tries.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "wrong-state" });
    expect(await database().$count(users, eq(users.email, "race@example.com"))).toBe(1);
  });

  it.each([
    ["used", { usedAt: sql`now()` }],
    ["revoked", { revokedAt: sql`now()` }],
    ["too old", { expiresAt: sql`now() - interval '1 second'` }],
  ])("refuses a link that is %s", async (state, set) => {
    const { inviteId, token } = await inviteUser(admin, {
      email: `${state.replace(" ", "")}@example.com`,
      role: "viewer",
    });
    await database().update(invites).set(set).where(eq(invites.id, inviteId));
    await expect(acceptInvite(answer(token))).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("does not find a link that is none", async () => {
    await expect(acceptInvite(answer("cwi_nothing"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("asks for twelve characters", () => {
    const parsed = acceptInviteInput.safeParse({ token: "t", name: "Grace", password: "eleven char" });
    expect(parsed.error?.issues[0]?.path).toEqual(["password"]);
  });

  it("refuses a password that is soon guessed, or made of the person's own words, and leaves the link as it was", async () => {
    const { token } = await inviteUser(admin, { email: "hopper@navy.example", role: "viewer" });
    const own = "GraceHopper1906";
    for (const weak of ["password1234", own]) {
      const accepted = acceptInvite({ ...answer(token), password: weak });
      await expect(accepted).rejects.toMatchObject({ code: "invalid", fields: { password: expect.any(String) } });
    }
    await acceptInvite(answer(token));
  });

  it("lets somebody in again who was deactivated, with the new role and password, as the same person", async () => {
    const gone = await personOf("analyst");
    const email = `${gone.id}@example.com`;
    await deactivateUser(admin, { userId: gone.id });
    const { token } = await inviteUser(admin, { email, role: "viewer" });
    await acceptInvite(answer(token));
    expect(await userOf(email)).toMatchObject({ id: gone.id, role: "viewer" });
    expect(await database().$count(credentials, eq(credentials.userId, gone.id))).toBe(1);
    expect((await signIn(email)).user.id).toBe(gone.id);
  });
});

describe("ensureFirstAdmin", () => {
  const email = "root@example.com";

  it("makes no link while somebody has an account", async () => {
    expect(await ensureFirstAdmin(null)).toBeNull();
  });

  it("makes the account it is asked for, once, and never changes its password", async () => {
    await ensureFirstAdmin({ email, password: "the first password" });
    await ensureFirstAdmin({ email: "Root@example.com", password: "another password" });
    const root = await userOf(email);
    expect(root).toMatchObject({ role: "admin", name: "root" });
    expect((await entriesAbout(root?.id ?? "")).map((entry) => entry.action)).toEqual(["user.joined"]);
    expect((await signIn(email, "the first password")).user.id).toBe(root?.id);
  });

  it("refuses a password that is soon guessed, in a sentence that names the variable", async () => {
    const made = ensureFirstAdmin({ email: "weak@example.com", password: "password1234" });
    await expect(made).rejects.toThrow(/^CASEWIRE_ADMIN holds a password that will not do\. It is, or resembles/);
    expect(await userOf("weak@example.com")).toBeUndefined();
  });

  it("otherwise makes one link, which ends the one before and makes one admin, who names themselves", async () => {
    await database().delete(users).where(sql`true`);
    const [first, second] = await Promise.all([ensureFirstAdmin(null), ensureFirstAdmin(null)]);
    const third = await ensureFirstAdmin(null);
    for (const old of [first, second]) {
      await expect(acceptInvite({ ...answer(old?.token ?? ""), email })).rejects.toMatchObject({ code: "wrong-state" });
    }
    await expect(acceptInvite(answer(third?.token ?? ""))).rejects.toMatchObject({ code: "invalid" });
    expect(await acceptInvite({ ...answer(third?.token ?? ""), email })).toEqual({ email });
    expect(await userOf(email)).toMatchObject({ role: "admin", name: "Grace" });
  });

  it("makes a link that is worth nothing once somebody has an account", async () => {
    await database().delete(users).where(sql`true`);
    const link = await ensureFirstAdmin(null);
    await ensureFirstAdmin({ email, password: "the first password" });
    const late = acceptInvite({ ...answer(link?.token ?? ""), email: "late@example.com" });
    await expect(late).rejects.toMatchObject({ code: "wrong-state" });
  });
});
