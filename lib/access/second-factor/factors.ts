import { eq, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { passkeys, recoveryCodes, totpFactors } from "#db/factor-schema";
import type { Database, Tx } from "#db/pool";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { environment } from "#lib/environment";
import type { Role } from "#lib/permissions";
import { Refusal } from "#lib/refusal";

/** The second factors a person has. Recovery codes replace one of them, and are none themselves. */
export type Factors = { totp: boolean; passkeys: boolean };

export type OwnFactors = {
  /** When the authenticator app was set up. */
  totpSince: Date | null;
  passkeys: { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[];
  recoveryCodesLeft: number;
  /** Whether the person's role must have a second factor. */
  demanded: boolean;
};

/**
 * For a query over `users`: which factors the person has. In raw SQL, because Drizzle leaves out table names in a query of one table, and
 * `id` would then be the passkey's.
 */
export const factorColumns = {
  totp: sql<boolean>`exists (
    select from totp_factors where totp_factors.user_id = users.id and totp_factors.confirmed_at is not null)`,
  passkeys: sql<boolean>`exists (select from passkeys where passkeys.user_id = users.id)`,
};

/** For a query over `users`: whether the person has a password. */
export const passwordColumn = sql<boolean>`exists (
  select from credentials where credentials.user_id = users.id and credentials.password is not null)`;

export async function factorsOf(reader: Database | Tx, userId: string): Promise<Factors> {
  const [found] = await reader.select(factorColumns).from(users).where(eq(users.id, userId));
  return found ?? { totp: false, passkeys: false };
}

export function hasAny(factors: Factors): boolean {
  return factors.totp || factors.passkeys;
}

/**
 * Whether a role needs a second factor, as CASEWIRE_SECOND_FACTOR says. Unset: administrators, once CASEWIRE_URL is set, so that a trial
 * on one's own machine needs none.
 */
export function demandsSecondFactor(role: Role): boolean {
  const { CASEWIRE_SECOND_FACTOR, CASEWIRE_URL } = environment();
  if (CASEWIRE_SECOND_FACTOR) return CASEWIRE_SECOND_FACTOR.includes(role);
  return role === "admin" && CASEWIRE_URL !== undefined;
}

/** One's own factors, for the account page. */
export async function listFactors(actor: UserActor): Promise<OwnFactors> {
  authorize(actor, "password:change");
  const [[totp], keys, left] = await Promise.all([
    database().select().from(totpFactors).where(eq(totpFactors.userId, actor.id)),
    database().select().from(passkeys).where(eq(passkeys.userId, actor.id)).orderBy(passkeys.createdAt, passkeys.id),
    database().$count(recoveryCodes, eq(recoveryCodes.userId, actor.id)),
  ]);
  return {
    totpSince: totp?.confirmedAt ?? null,
    passkeys: keys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
    recoveryCodesLeft: left,
    demanded: demandsSecondFactor(actor.role),
  };
}

/** Called after a factor was removed. Throws Refusal where none is left and the role needs one. */
export async function refuseNone(tx: Tx, actor: UserActor): Promise<void> {
  if (hasAny(await factorsOf(tx, actor.id))) return;
  if (demandsSecondFactor(actor.role)) {
    throw new Refusal("wrong-state", "Your role needs a second factor. Add another one first.");
  }
  // Recovery codes replace a factor, and there is none left.
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, actor.id));
}
