import { randomUUID } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { credentials, invites, users } from "#db/access-schema";
import { type Tx, transaction } from "#db/pool";
import { type LockedUser, lockUser } from "#lib/access/accounts/lock-user";
import { revokeUncovered } from "#lib/access/accounts/revoke-uncovered";
import type { Actor } from "#lib/actor";
import { record, recordAll } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import type { Role } from "#lib/permissions";
import type { Claims } from "./claims.ts";
import { OidcRefusal } from "./refusals.ts";

/** Whose act it is when the provider's word makes or changes an account. */
const SINGLE_SIGN_ON: Actor = { kind: "job", id: "single-sign-on", label: "Single sign-on" };

/** Among the ways to sign in: a row says that the person may come in through the provider. */
export const OIDC_PROVIDER = "oidc";

type Known = { id: string; oidcSubject: string | null };

/**
 * Finds, links or makes the account of whom the provider has vouched for, and gives it the role their groups grant. An account is
 * linked by an e-mail that may be believed, once; afterwards issuer and subject alone name it. Throws OidcRefusal.
 */
export function provisionAccount(claims: Claims): Promise<{ userId: string }> {
  if (claims.role === null) throw new OidcRefusal("no-group");
  const oidcSubject = subjectOf(claims);
  return transaction(async (tx) => {
    // Two first sign-ins of one person at once: the second finds what the first made.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${oidcSubject}, 0))`);
    const known = await findKnown(tx, oidcSubject, claims.email);
    const userId = known ? await letIn(tx, known, claims) : await addPerson(tx, claims);
    return { userId };
  });
}

/** A subject is unique within its issuer only (OpenID Connect Core 1.0, section 2). An issuer holds no space. */
export function subjectOf({ issuer, subject }: Pick<Claims, "issuer" | "subject">): string {
  return `${issuer} ${subject}`;
}

async function findKnown(tx: Tx, oidcSubject: string, email: string | null): Promise<Known | undefined> {
  const columns = { id: users.id, oidcSubject: users.oidcSubject };
  const [named] = await tx.select(columns).from(users).where(eq(users.oidcSubject, oidcSubject));
  if (named || email === null) return named;
  const [addressed] = await tx.select(columns).from(users).where(eq(users.email, email)).for("update");
  if (addressed?.oidcSubject) throw new OidcRefusal("other-person");
  return addressed;
}

async function letIn(tx: Tx, known: Known, claims: Claims): Promise<string> {
  const user = await lockUser(tx, known.id);
  const invited = user.active ? undefined : await takeInvite(tx, claims.email);
  if (!(user.active || invited)) throw new OidcRefusal("deactivated");
  if (!known.oidcSubject) await link(tx, user, claims);
  if (invited) await addCredential(tx, user.id, subjectOf(claims));
  const role = claims.role ?? invited?.role;
  // Whom the groups would make less than the last administrator stays one: nobody could let anybody in any more.
  if (role && role !== user.role && !user.lastAdmin) await giveRole(tx, user, role);
  return user.id;
}

async function link(tx: Tx, user: LockedUser, claims: Claims): Promise<void> {
  await tx
    .update(users)
    .set({ oidcSubject: subjectOf(claims), emailVerified: true, updatedAt: sql`now()` })
    .where(eq(users.id, user.id));
  const subject = { kind: "user", id: user.id };
  const detail = { name: user.name, issuer: claims.issuer };
  await record(tx, { actor: SINGLE_SIGN_ON, action: "user.linked", subject, detail });
}

async function giveRole(tx: Tx, user: LockedUser, role: Role): Promise<void> {
  await tx.update(users).set({ role, updatedAt: sql`now()` }).where(eq(users.id, user.id));
  const subject = { kind: "user", id: user.id };
  const detail = { name: user.name, from: user.role, to: role };
  await record(tx, { actor: SINGLE_SIGN_ON, action: "user.role-changed", subject, detail });
  const owner = { userId: user.id, role, because: "its owner's role has changed" };
  await recordAll(tx, await revokeUncovered(tx, SINGLE_SIGN_ON, owner));
  await publish(tx, "settings", "access");
}

async function addPerson(tx: Tx, claims: Claims): Promise<string> {
  const { email } = claims;
  if (email === null) throw new OidcRefusal("unverified");
  const role = claims.role ?? (await takeInvite(tx, email))?.role;
  if (!role) throw new OidcRefusal("no-account");
  const id = randomUUID();
  const name = (claims.name?.trim() || email.slice(0, email.indexOf("@"))).slice(0, 80);
  await tx.insert(users).values({ id, name, email, emailVerified: true, role, oidcSubject: subjectOf(claims) });
  await addCredential(tx, id, subjectOf(claims));
  const subject = { kind: "user", id };
  const detail = { name, role, issuer: claims.issuer };
  await record(tx, { actor: SINGLE_SIGN_ON, action: "user.joined", subject, detail });
  await publish(tx, "settings");
  return id;
}

async function addCredential(tx: Tx, userId: string, accountId: string): Promise<void> {
  await tx.insert(credentials).values({ id: randomUUID(), accountId, providerId: OIDC_PROVIDER, userId });
}

/** The open invite of this e-mail, used up. */
async function takeInvite(tx: Tx, email: string | null): Promise<{ role: Role } | undefined> {
  if (email === null) return undefined;
  const open = and(
    eq(invites.email, email),
    isNull(invites.usedAt),
    isNull(invites.revokedAt),
    gt(invites.expiresAt, sql`now()`),
  );
  const [invite] = await tx.update(invites).set({ usedAt: sql`now()` }).where(open).returning({ role: invites.role });
  return invite;
}
