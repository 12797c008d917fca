import { createHash } from "node:crypto";
import {
  type Attempt,
  type Backoff,
  type Bucket,
  countInBucket,
  countWithBackoff,
  resetCount,
  uncount,
  uncountInBucket,
} from "#lib/access/rate-limits";
import { tokenHash } from "#lib/access/token-hash";

/** Wrong passwords for one person from one place: five without a wait, and no wait above five minutes. */
const PLACE: Backoff = { free: 5, firstSeconds: 5, maxSeconds: 5 * 60, forgetSeconds: 3600 };
/** From one address (an IPv6 /64 counts as one), whoever it tries to be: thirty in five minutes. */
const ADDRESS: Bucket = { burst: 30, everySeconds: 10 };
/** For one person from all unknown browsers: limits guesses spread over many addresses to some hundred an hour. */
const PERSON: Bucket = { burst: 100, everySeconds: 36 };

export type SignInAttempt = {
  email: string;
  address: string;
  /** The token of a browser in which this person has signed in before. Failures elsewhere do not slow it. */
  knownDevice: string | null;
};

/**
 * Counts a sign-in before its password is checked, so that concurrent guesses do not pass together. A known browser has a count of its
 * own and is not part of the others. A success is taken back, so that an office behind one address may sign in as often as it likes.
 */
export async function countSignIn(by: SignInAttempt): Promise<Attempt> {
  const keys = keysOf(by);
  const attempt = await countWithBackoff(keys.place, PLACE);
  if (!attempt.allowed || by.knownDevice) return attempt;
  const fromAddress = await countInBucket(keys.address, ADDRESS);
  return fromAddress.allowed ? countInBucket(keys.person, PERSON) : fromAddress;
}

/** Takes back a sign-in that succeeded. Returns how many had failed from the same place, if its browser is unknown. */
export async function resetSignInCount(by: SignInAttempt): Promise<number> {
  const counted = await resetCount(keysOf(by).place);
  await uncountShared(by);
  return by.knownDevice ? 0 : counted - 1;
}

/** Takes back a sign-in whose password was not checked. */
export async function uncountSignIn(by: SignInAttempt): Promise<void> {
  await uncount(keysOf(by).place);
  await uncountShared(by);
}

async function uncountShared(by: SignInAttempt): Promise<void> {
  if (by.knownDevice) return;
  const keys = keysOf(by);
  await uncountInBucket(keys.address, ADDRESS);
  await uncountInBucket(keys.person, PERSON);
}

function keysOf({ email, address, knownDevice }: SignInAttempt): Record<"place" | "address" | "person", string> {
  // Hashed, because people type passwords into the wrong field.
  const person = createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
  const place = knownDevice ? `device/${tokenHash(knownDevice)}` : address;
  return {
    place: `sign-in/place/${place}/${person}`,
    address: `sign-in/address/${address}`,
    person: `sign-in/person/${person}`,
  };
}
