import { and, eq, isNull, sql } from "drizzle-orm";
import { apiTokens, invites } from "#db/access-schema";
import type { Tx } from "#db/pool";
import type { Actor } from "#lib/actor";
import type { Act } from "#lib/audit/record";
import { covers, may, type Role } from "#lib/permissions";

/**
 * Revokes what a person gave out and may not with `role`: each API token beyond it, and each open invite they could not make now. `role`
 * is null for one who is deactivated. Returns an act for each, to be recorded by the caller, who holds the person's row locked.
 */
export async function revokeUncovered(
  tx: Tx,
  actor: Actor,
  owner: { userId: string; role: Role | null; because: string },
): Promise<Act[]> {
  const { userId, role, because } = owner;
  const tokens = await tx.select().from(apiTokens).where(isOpenToken(userId)).for("update");
  const open = await tx.select().from(invites).where(isOpenInvite(userId)).for("update");
  const acts: Act[] = [];
  for (const { id, name } of tokens.filter((token) => !(role && covers(role, token.role)))) {
    await tx.update(apiTokens).set({ revokedAt: sql`now()` }).where(eq(apiTokens.id, id));
    acts.push({ actor, action: "token.revoked", subject: { kind: "token", id }, detail: { name, because } });
  }
  for (const { id, email } of open.filter(
    (invite) => !(role && may(role, "user:invite") && covers(role, invite.role)),
  )) {
    await tx.update(invites).set({ revokedAt: sql`now()` }).where(eq(invites.id, id));
    const words = { about: null, texts: { email } };
    acts.push({ actor, action: "invite.revoked", subject: { kind: "invite", id }, detail: { because }, words });
  }
  return acts;
}

const isOpenToken = (userId: string) => and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt));

const isOpenInvite = (userId: string) =>
  and(eq(invites.userId, userId), isNull(invites.usedAt), isNull(invites.revokedAt));
