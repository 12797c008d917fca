import { asc, desc, eq, sql } from "drizzle-orm";
import { invites, sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { isActive } from "#lib/access/accounts/is-active";
import { type Factors, factorColumns } from "#lib/access/second-factor/factors";
import { isInForce } from "#lib/access/sessions/idle";
import { type SignedInBrowser, signedInBrowser } from "#lib/access/sessions/list-own-sessions";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { Role } from "#lib/permissions";

export type Member = {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** False: deactivated, and cannot sign in. */
  active: boolean;
  factors: Factors;
  sessions: SignedInBrowser[];
};
export type Invite = {
  id: string;
  email: string | null;
  role: Role;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  state: "open" | "used" | "revoked" | "expired";
};

/** Everybody who has or had an account, with the browsers in which they are signed in now. */
export async function listMembers(actor: Actor): Promise<Member[]> {
  authorize(actor, "user:read");
  const people = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      active: isActive,
      ...factorColumns,
    })
    .from(users)
    .orderBy(asc(users.name), asc(users.id));
  const open = await database()
    .select({ ...signedInBrowser, userId: sessions.userId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(isInForce())
    .orderBy(desc(sessions.createdAt));
  const byUser = Map.groupBy(open, (session) => session.userId);
  return people.map(({ totp, passkeys, ...person }) => ({
    ...person,
    factors: { totp, passkeys },
    sessions: byUser.get(person.id) ?? [],
  }));
}

/** The newest hundred invites, whatever became of them. */
export async function listInvites(actor: Actor): Promise<Invite[]> {
  authorize(actor, "user:read");
  const state = sql<Invite["state"]>`case when ${invites.usedAt} is not null then 'used'
    when ${invites.revokedAt} is not null then 'revoked' when ${invites.expiresAt} <= now() then 'expired' else 'open' end`;
  return database()
    .select({
      id: invites.id,
      email: invites.email,
      role: invites.role,
      createdBy: invites.createdBy,
      createdAt: invites.createdAt,
      expiresAt: invites.expiresAt,
      state,
    })
    .from(invites)
    .orderBy(desc(invites.createdAt))
    .limit(100);
}
