import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, sessions } from "#db/access-schema";
import { totpFactors } from "#db/factor-schema";
import { database, type Tx, transaction } from "#db/pool";
import { passwordMatches } from "#lib/access/passwords/password-hash";
import { countInWindow, type Limit, resetCount } from "#lib/access/rate-limits";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { unseal } from "#lib/seal";
import { factorsOf, hasAny } from "./factors.ts";
import { useRecoveryCode } from "./recovery-codes.ts";
import { stepOfCode } from "./totp.ts";

export const proveIdentityInput = z.object({
  /** A code of an authenticator app, or a recovery code. */
  code: z.string().trim().max(40).optional(),
  password: z.string().max(512).optional(),
});

/** The session whose person proves their identity, and the network the request came from. */
export type Prover = { actor: UserActor; sessionId: string; network: string };
export type Proof = "totp" | "recovery code" | "passkey" | "password";

/**
 * Wrong codes of an app. The windows are short, and recovery codes and passkeys are not counted here, so that whoever guesses cannot lock
 * the owner out.
 */
const LIMITS = {
  address: { max: 5, seconds: 5 * 60 },
  everywhere: { max: 15, seconds: 15 * 60 },
} satisfies Record<string, Limit>;
const RECOVERY_LIMIT = { max: 30, seconds: 5 * 60 };
const PASSWORD_LIMIT = { max: 10, seconds: 15 * 60 };

const CODE_DIGITS = /^\d{6}$/;

/**
 * Proves the identity of a session's person, as the second step of a sign-in or again later, and marks the session. By the second factor;
 * without one, by the password. Throws Refusal `invalid` at the field, and `too-many`.
 */
export async function proveIdentity(prover: Prover, input: z.infer<typeof proveIdentityInput>): Promise<void> {
  const known = hasAny(await factorsOf(database(), prover.actor.id));
  if (!known) return provePassword(prover, input.password);
  const code = input.code?.replaceAll(/\s/g, "") ?? "";
  if (CODE_DIGITS.test(code)) return proveTotp(prover, code);
  await countProofAttempt(`recovery/${prover.actor.id}/${prover.network}`, RECOVERY_LIMIT);
  await transaction(async (tx) => {
    if (!(await useRecoveryCode(tx, prover.actor.id, code))) throw wrong("code", "This code is none of yours.");
    await markProven(tx, prover, "recovery code");
  }).catch(logRefusedProof(prover));
}

async function proveTotp(prover: Prover, code: string): Promise<void> {
  const { actor, network } = prover;
  const keys = { address: `totp/${actor.id}/${network}`, everywhere: `totp/${actor.id}` };
  for (const name of ["address", "everywhere"] as const) await countProofAttempt(keys[name], LIMITS[name]);
  await transaction(async (tx) => {
    await consumeTotpCode(tx, code, and(eq(totpFactors.userId, actor.id), isNotNull(totpFactors.confirmedAt)));
    await markProven(tx, prover, "totp");
  }).catch(logRefusedProof(prover));
  for (const key of Object.values(keys)) await resetCount(key);
}

/** Accepts a code of an app once: codes of its time step or an earlier one are refused afterwards. Throws Refusal `invalid`. */
export async function consumeTotpCode(tx: Tx, code: string, of: SQL | undefined): Promise<void> {
  const [factor] = await tx.select().from(totpFactors).where(of).for("update");
  const step = factor && stepOfCode(unseal(factor.secret), code, new Date());
  if (!factor || !step) throw wrong("code", "This code is wrong. Is the clock of the device right?");
  if (step <= factor.lastStep) throw wrong("code", "This code has been used. Wait for the next one.");
  await tx.update(totpFactors).set({ lastStep: step }).where(eq(totpFactors.userId, factor.userId));
}

async function provePassword(prover: Prover, password: string | undefined): Promise<void> {
  const key = `password/${prover.actor.id}`;
  await countProofAttempt(key, PASSWORD_LIMIT);
  const [held] = await database().select().from(credentials).where(eq(credentials.userId, prover.actor.id));
  if (!held?.password) throw wrong("password", "You have no password here. Sign out and in again instead.");
  if (!password || !(await passwordMatches(held.password, password))) {
    logRefusedProof(prover)(wrong("password", "This is not your password."));
  }
  await transaction(async (tx) => {
    // A second factor may have been added meanwhile.
    if (hasAny(await factorsOf(tx, prover.actor.id))) throw wrong("password", "Use your second factor. Load the page.");
    await markProven(tx, prover, "password");
  });
  await resetCount(key);
}

/** Marks the session as proven now, and records it. */
export async function markProven(tx: Tx, { actor, sessionId, network }: Prover, by: Proof): Promise<void> {
  const secondFactorAt = by === "password" ? {} : { secondFactorAt: sql`now()` };
  const marked = await tx
    .update(sessions)
    .set({ verifiedAt: sql`now()`, ...secondFactorAt })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, actor.id)))
    .returning({ id: sessions.id });
  if (marked.length === 0) throw new Refusal("not-signed-in", "Your session has ended. Sign in again.");
  const subject = { kind: "user", id: actor.id };
  await record(tx, { actor, action: "session.verified", subject, detail: { by, address: network } });
}

/** Throws Refusal `too-many`. */
export async function countProofAttempt(key: string, limit: Limit): Promise<void> {
  const { allowed, retryAfterSeconds } = await countInWindow(key, limit);
  if (allowed) return;
  const minutes = Math.ceil(retryAfterSeconds / 60);
  throw new Refusal(
    "too-many",
    `Too many wrong ones. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
  );
}

function wrong(field: "code" | "password", message: string): Refusal {
  return new Refusal("invalid", "Please check the marked fields.", { [field]: message });
}

/** Logs a refused proof. */
export function logRefusedProof({ actor, network }: Prover): (error: unknown) => never {
  return (error) => {
    if (error instanceof Refusal) log.warn({ user: actor.id, address: network }, "a proof of identity was refused");
    throw error;
  };
}
