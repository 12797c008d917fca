import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { invites, users } from "#db/access-schema";
import { database } from "#db/pool";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { findInvite } from "./accept-invite.ts";
import { inviteUser } from "./invite-user.ts";
import { revokeInvite } from "./revoke-invite.ts";

const admin = await personOf("admin");

const aRole = { role: "viewer" } as const;
const newInvite = () => inviteUser(admin, { email: `${randomUUID()}@example.com`, ...aRole });

describeVerb(inviteUser, {
  works: () => [{ email: `${randomUUID()}@example.com`, ...aRole }],
  refuses: {
    "wrong-state": {
      "refuses somebody who can sign in": async () => {
        const member = await personOf("viewer");
        return [{ email: `${member.id}@example.com`, ...aRole }];
      },
      "refuses somebody who holds an open invite": async () => {
        const email = `${randomUUID()}@example.com`;
        await inviteUser(admin, { email, ...aRole });
        return [{ email, ...aRole }];
      },
    },
  },
});

describeVerb(revokeInvite, {
  works: async () => [{ inviteId: (await newInvite()).inviteId }],
  refuses: {
    "not-found": () => [{ inviteId: "00000000-0000-4000-8000-000000000000" }],
    "wrong-state": async () => {
      const { inviteId } = await newInvite();
      await revokeInvite(admin, { inviteId });
      return [{ inviteId }];
    },
  },
});

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
    expect(inviteUser.input.parse({ email: "Grace@Example.com", role: "viewer" }).email).toBe("grace@example.com");
    expect(inviteUser.input.safeParse({ email: "grace", role: "viewer" }).success).toBe(false);
    expect(inviteUser.input.safeParse({ email: "g@example.com", role: "owner" }).success).toBe(false);
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
});
