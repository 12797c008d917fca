import { createHash } from "node:crypto";
import { type Attempt, countAttempt, forgetAttempts, forgiveAttempt, type Limit } from "#lib/access/attempts";

/**
 * How many sign-ins may fail. A success is given back, so a whole office behind one address is never hampered by signing in; and
 * one address reaches its own limit for an e-mail long before it reaches the one that would shut that person out everywhere.
 */
const LIMITS = {
  /** From one address (an IPv6 /64 counts as one), whoever it tries to be. */
  address: { max: 30, seconds: 5 * 60 },
  /** From one address, as one person. */
  person: { max: 10, seconds: 15 * 60 },
  /** As one person, from anywhere: bounds a guess that is spread over many addresses. */
  everywhere: { max: 100, seconds: 60 * 60 },
} satisfies Record<string, Limit>;

/** Counts a sign-in before its password is looked at, so that guesses sent at once do not pass together. */
export async function countSignIn(address: string, email: string): Promise<Attempt> {
  const keys = keysOf(address, email);
  for (const name of ["address", "person", "everywhere"] as const) {
    const attempt = await countAttempt(keys[name], LIMITS[name]);
    if (!attempt.allowed) return attempt;
  }
  return { allowed: true, retryAfterSeconds: 0 };
}

/** Gives a counted sign-in back because it succeeded. */
export async function forgiveSignIn(address: string, email: string): Promise<void> {
  const keys = keysOf(address, email);
  await forgiveAttempt(keys.address);
  await forgiveAttempt(keys.everywhere);
  await forgetAttempts(keys.person);
}

function keysOf(address: string, email: string): Record<keyof typeof LIMITS, string> {
  // Hashed, because people type their password into the wrong field.
  const person = createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
  return {
    address: `sign-in/address/${address}`,
    person: `sign-in/person/${address}/${person}`,
    everywhere: `sign-in/everywhere/${person}`,
  };
}
