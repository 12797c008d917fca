import { createHash } from "node:crypto";
import {
  type Attempt,
  countGrowing,
  countSteady,
  forgetAttempts,
  forgiveAttempt,
  forgiveSteady,
  type GrowingWait,
  type SteadyRate,
} from "#lib/access/rate-limits";
import { tokenHash } from "#lib/access/token-hash";

/** Wrong passwords for one person from one place. Five typos cost nothing, and no wait is longer than five minutes. */
const PLACE: GrowingWait = { free: 5, firstSeconds: 5, maxSeconds: 5 * 60, forgetSeconds: 3600 };
/** From one address (an IPv6 /64 counts as one), whoever it tries to be: thirty in five minutes. */
const ADDRESS: SteadyRate = { burst: 30, everySeconds: 10 };
/** For one person, from unknown browsers anywhere: bounds a guess that is spread over many addresses, to some hundred an hour. */
const PERSON: SteadyRate = { burst: 100, everySeconds: 36 };

/** Where somebody tries to sign in, and as whom. */
export type SignInTry = {
  email: string;
  address: string;
  /** The token of a browser in which this person has signed in before: whatever strangers do elsewhere does not slow it. */
  knownDevice: string | null;
};

/**
 * Counts a sign-in before its password is looked at, so that guesses sent at once do not pass together. A known browser has a count of
 * its own and no part in the others. A success is given back: a whole office behind one address is not hampered by signing in.
 */
export async function countSignIn(by: SignInTry): Promise<Attempt> {
  const keys = keysOf(by);
  const attempt = await countGrowing(keys.place, PLACE);
  if (!attempt.allowed || by.knownDevice) return attempt;
  const fromAddress = await countSteady(keys.address, ADDRESS);
  return fromAddress.allowed ? countSteady(keys.person, PERSON) : fromAddress;
}

/** Gives a counted sign-in back because it succeeded. Returns how many had failed from the same unknown browser's address. */
export async function forgiveSignIn(by: SignInTry): Promise<number> {
  const counted = await forgetAttempts(keysOf(by).place);
  await takeBackShared(by);
  return by.knownDevice ? 0 : counted - 1;
}

/** Gives a counted sign-in back because its password was not looked at. */
export async function takeBackSignIn(by: SignInTry): Promise<void> {
  await forgiveAttempt(keysOf(by).place);
  await takeBackShared(by);
}

async function takeBackShared(by: SignInTry): Promise<void> {
  if (by.knownDevice) return;
  const keys = keysOf(by);
  await forgiveSteady(keys.address, ADDRESS);
  await forgiveSteady(keys.person, PERSON);
}

function keysOf({ email, address, knownDevice }: SignInTry): Record<"place" | "address" | "person", string> {
  // Hashed, because people type their password into the wrong field.
  const person = createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
  const place = knownDevice ? `device/${tokenHash(knownDevice)}` : address;
  return {
    place: `sign-in/place/${place}/${person}`,
    address: `sign-in/address/${address}`,
    person: `sign-in/person/${person}`,
  };
}
