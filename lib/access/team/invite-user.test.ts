import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { invites, users } from "#db/access-schema";
import { database } from "#db/pool";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { findInvite } from "./accept-invite.ts";
import { inviteUser, inviteUserInput } from "./invite-user.ts";
import { revokeInvite } from "./revoke-invite.ts";

const admin = await personOf("admin");

describe("inviteUser", () => {
  it("makes a link for 72 hours, keeps only its hash, and leaves an entry without it", async () => {
    const { inviteId, token } = await inviteUser(admin, { email: "grace@example.com", role: "engineer" });
    const invite = await findInvite(token);
    expect(invite).toMatchObject({ email: "grace@example.com", role: "engineer" });
    expect(invite.expiresAt.getTime() - Date.now()).toBeGreaterThan(71.9 * 3_600_000);
    const [row] = await database().select().from(invites).where(eq(invites.id, inviteId));
    expect(JSON.stringify(row)).not.toContain(token);
    const [entry] = await entriesAbout(inviteId);
    expect(entry).toMatchObject({
      action: "user.invited",
      detail: { role: "engineer" },
      words: { email: { text: "grace@example.com" } },
    });
    expect(entry?.line).not.toContain(token);
  });

  it("reads an e-mail in lower case and refuses what is none", () => {
    expect(inviteUserInput.parse({ email: "Grace@Example.com", role: "viewer" }).email).toBe("grace@example.com");
    expect(inviteUserInput.safeParse({ email: "grace", role: "viewer" }).success).toBe(false);
    expect(inviteUserInput.safeParse({ email: "g@example.com", role: "owner" }).success).toBe(false);
  });

  it("refuses somebody who can sign in, and somebody who holds an open invite, even when both are asked at once", async () => {
    const [member] = await database().select().from(users).where(eq(users.id, admin.id));
    await expect(inviteUser(admin, { email: member?.email ?? "", role: "viewer" })).rejects.toMatchObject({
      code: "wrong-state",
    });
    const twice = [1, 2].map(() => inviteUser(admin, { email: "twice@example.com", role: "viewer" }));
    const outcomes = (await Promise.allSettled(twice)).map((one) => one.status).sort();
    expect(outcomes).toEqual(["fulfilled", "rejected"]);
  });

  it.each(actorsWithout("user:invite"))("is not for $role", async (actor) => {
    await expect(inviteUser(actor, { email: "x@example.com", role: "viewer" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("revokeInvite", () => {
  it("ends the link, leaves an entry, and lets the person be invited again", async () => {
    const { inviteId, token } = await inviteUser(admin, { email: "lost@example.com", role: "viewer" });
    await revokeInvite(admin, { inviteId });
    await expect(findInvite(token)).rejects.toMatchObject({ code: "wrong-state" });
    expect((await entriesAbout(inviteId))[0]).toMatchObject({ action: "invite.revoked", actorId: admin.id });
    expect((await inviteUser(admin, { email: "lost@example.com", role: "viewer" })).token).toMatch(/^cwi_/);
  });

  it("refuses one that is revoked, and one that is used", async () => {
    const { inviteId } = await inviteUser(admin, { email: "again@example.com", role: "viewer" });
    await revokeInvite(admin, { inviteId });
    await expect(revokeInvite(admin, { inviteId })).rejects.toMatchObject({ code: "wrong-state" });
    await database().update(invites).set({ revokedAt: null, usedAt: sql`now()` }).where(eq(invites.id, inviteId));
    await expect(revokeInvite(admin, { inviteId })).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("does not find what is not there", async () => {
    const nowhere = revokeInvite(admin, { inviteId: "00000000-0000-4000-8000-000000000000" });
    await expect(nowhere).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("invite:revoke"))("is not for $role", async (actor) => {
    const { inviteId } = await inviteUser(admin, { email: `${actor.role}@example.com`, role: "viewer" });
    await expect(revokeInvite(actor, { inviteId })).rejects.toMatchObject({ code: "not-allowed" });
  });
});
