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

/** Wrong passwords for one person from one place. Five typos cost nothing, and no wait is longer than five minutes. */
const PLACE: Backoff = { free: 5, firstSeconds: 5, maxSeconds: 5 * 60, forgetSeconds: 3600 };
/** From one address (an IPv6 /64 counts as one), whoever it tries to be: thirty in five minutes. */
const ADDRESS: Bucket = { burst: 30, everySeconds: 10 };
/** For one person, from unknown browsers anywhere: bounds a guess that is spread over many addresses, to some hundred an hour. */
const PERSON: Bucket = { burst: 100, everySeconds: 36 };

/** Where somebody tries to sign in, and as whom. */
export type SignInAttempt = {
  email: string;
  address: string;
  /** The token of a browser in which this person has signed in before: whatever strangers do elsewhere does not slow it. */
  knownDevice: string | null;
};

/**
 * Counts a sign-in before its password is looked at, so that guesses sent at once do not pass together. A known browser has a count of
 * its own and no part in the others. A success is given back: a whole office behind one address is not hampered by signing in.
 */
export async function countSignIn(by: SignInAttempt): Promise<Attempt> {
  const keys = keysOf(by);
  const attempt = await countWithBackoff(keys.place, PLACE);
  if (!attempt.allowed || by.knownDevice) return attempt;
  const fromAddress = await countInBucket(keys.address, ADDRESS);
  return fromAddress.allowed ? countInBucket(keys.person, PERSON) : fromAddress;
}

/** Gives a counted sign-in back because it succeeded. Returns how many had failed from the same unknown browser's address. */
export async function resetSignInCount(by: SignInAttempt): Promise<number> {
  const counted = await resetCount(keysOf(by).place);
  await uncountShared(by);
  return by.knownDevice ? 0 : counted - 1;
}

/** Gives a counted sign-in back because its password was not looked at. */
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
  // Hashed, because people type their password into the wrong field.
  const person = createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
  const place = knownDevice ? `device/${tokenHash(knownDevice)}` : address;
  return {
    place: `sign-in/place/${place}/${person}`,
    address: `sign-in/address/${address}`,
    person: `sign-in/person/${person}`,
  };
}
