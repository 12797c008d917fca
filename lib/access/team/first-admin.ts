import { and, eq, isNull, sql } from "drizzle-orm";
import { invites, users } from "#db/access-schema";
import { LOCKS } from "#db/locks";
import { type Database, database, type Tx, transaction } from "#db/pool";
import { addUser } from "#lib/access/accounts/add-user";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { weaknessOf } from "#lib/access/passwords/password-rules";
import { newToken, tokenHash } from "#lib/access/token-hash";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { BadEnvironment } from "#lib/environment";

const START: Actor = { kind: "job", id: "start", label: "First start" };
const LINK_HOURS = 24;

/**
 * Makes sure that somebody can sign in. With `wanted`: makes that administrator, unless the e-mail is known; throws BadEnvironment for a weak
 * password. Without, and while there is no user: returns the token of a link (`/invite#<token>`) that makes one. Each start replaces it.
 */
export async function ensureFirstAdmin(
  wanted: { email: string; password: string } | null,
): Promise<{ token: string } | null> {
  const hash = wanted && (await hashOfNew(wanted));
  return transaction(async (tx) => {
    await lockFirstUser(tx);
    if (!wanted) return (await hasUsers(tx)) ? null : inviteFirstAdmin(tx);
    if (hash && !(await isKnown(tx, wanted.email))) await addFirstAdmin(tx, wanted.email.toLowerCase(), hash);
    return null;
  });
}

/** The hash for a new account; null where the e-mail is known. */
async function hashOfNew({ email, password }: { email: string; password: string }): Promise<string | null> {
  if (await isKnown(database(), email)) return null;
  const weakness = await weaknessOf(password, { name: "", email });
  if (weakness) throw new BadEnvironment(`CASEWIRE_ADMIN holds a password that will not do. ${weakness}`);
  return passwordHash(password);
}

async function isKnown(reader: Tx | Database, email: string): Promise<boolean> {
  return (await reader.$count(users, eq(users.email, email.toLowerCase()))) > 0;
}

/** Until `tx` ends no other transaction makes a first user. */
export async function lockFirstUser(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.firstUser})`);
}

/** Whether anybody has an account. */
export async function hasUsers(tx: Tx): Promise<boolean> {
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
