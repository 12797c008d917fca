import { type Attempt, countInWindow, readCounts, touchKey } from "#lib/access/rate-limits";
import { tokenHash } from "#lib/access/token-hash";

/** Wrong tokens from one address (an IPv6 /64 counts as one). */
const WRONG_TOKENS = { max: 30, seconds: 5 * 60 };
/** A token stays known at an address for a day after it was valid there. Its time is written at most once an hour. */
const KNOWN_SECONDS = 24 * 3600;
const WRITTEN_SECONDS = 3600;

export type TokenThrottle = Attempt & {
  /** To be called when the token is valid. */
  accepted: () => Promise<void>;
  /** To be called when it is not. Counts it. */
  refused: () => Promise<Attempt>;
};

/**
 * Whether a token from an address is checked. Beyond the limit none is, valid or not, so that a guess there learns nothing. A token that
 * was valid at this address within the last day is checked all the same: guessing from an office's address does not lock it out.
 */
export async function throttleToken(token: string, network: string): Promise<TokenThrottle> {
  const addressKey = `api/address/${network}`;
  const knownKey = `api/known/${tokenHash(`${network}\n${token}`)}`;
  const rows = await readCounts([addressKey, knownKey]);
  const address = rows.get(addressKey);
  const knownFor = rows.get(knownKey)?.ageSeconds ?? Number.POSITIVE_INFINITY;
  const remaining = WRONG_TOKENS.seconds - (address?.ageSeconds ?? WRONG_TOKENS.seconds);
  const full = address !== undefined && remaining > 0 && address.count >= WRONG_TOKENS.max;
  return {
    allowed: !full || knownFor < KNOWN_SECONDS,
    retryAfterSeconds: Math.max(1, Math.ceil(remaining)),
    accepted: async () => {
      if (knownFor > WRITTEN_SECONDS) await touchKey(knownKey);
    },
    refused: () => countInWindow(addressKey, WRONG_TOKENS),
  };
}
