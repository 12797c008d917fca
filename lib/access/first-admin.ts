import { and, eq, isNull, sql } from "drizzle-orm";
import { invites, users } from "#db/access-schema";
import { LOCKS } from "#db/locks";
import { type Tx, transaction } from "#db/pool";
import type { Actor } from "#lib/access/actor";
import { addUser, passwordHash } from "#lib/access/add-user";
import { newToken, tokenHash } from "#lib/access/token-hash";
import { record } from "#lib/audit/record";

const START: Actor = { kind: "job", id: "start", label: "First start" };
const LINK_HOURS = 24;

/**
 * Sees to it that somebody can get in. With `wanted`, that account is there afterwards; where its e-mail is known already nothing
 * changes, the password neither. Without, and while there is no user at all, returns the token of a link (`/invite/<token>`) that
 * makes one administrator: a new one at each start, which ends the ones before.
 */
export async function ensureFirstAdmin(
  wanted: { email: string; password: string } | null,
): Promise<{ token: string } | null> {
  const hash = wanted && (await passwordHash(wanted.password));
  return transaction(async (tx) => {
    await lockFirstUser(tx);
    if (!wanted || !hash) return (await thereAreUsers(tx)) ? null : inviteFirstAdmin(tx);
    const email = wanted.email.toLowerCase();
    const [known] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (!known) await addFirstAdmin(tx, email, hash);
    return null;
  });
}

/** Held to the end of `tx`: until then no other transaction makes a first user. */
export async function lockFirstUser(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.firstUser})`);
}

/** Whether anybody has an account. */
export async function thereAreUsers(tx: Tx): Promise<boolean> {
  const [user] = await tx.select({ id: users.id }).from(users).limit(1);
  return user !== undefined;
}

async function inviteFirstAdmin(tx: Tx): Promise<{ token: string }> {
  await tx
    .update(invites)
    .set({ revokedAt: sql`now()` })
    .where(and(isNull(invites.email), isNull(invites.usedAt), isNull(invites.revokedAt)));
  const token = newToken("cwi");
  const [invite] = await tx
    .insert(invites)
    .values({
      email: null,
      role: "admin",
      tokenHash: tokenHash(token),
      createdBy: START.label,
      expiresAt: sql`now() + make_interval(hours => ${LINK_HOURS})`,
    })
    .returning({ id: invites.id });
  if (!invite) throw new Error("the first invite was not written");
  const subject = { kind: "invite", id: invite.id };
  await record(tx, { actor: START, action: "user.invited", subject, detail: { role: "admin" } });
  return { token };
}

async function addFirstAdmin(tx: Tx, email: string, hash: string): Promise<void> {
  const name = email.split("@")[0] ?? email;
  const admin = await addUser(tx, { name, email, role: "admin", passwordHash: hash });
  const subject = { kind: "user", id: admin.id };
  await record(tx, { actor: START, action: "user.joined", subject, detail: { name, role: "admin" } });
}
