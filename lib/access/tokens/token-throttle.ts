import { type Attempt, countInWindow, readCounts, touchKey } from "#lib/access/rate-limits";
import { tokenHash } from "#lib/access/token-hash";

/** Wrong tokens from one address (an IPv6 /64 counts as one). */
const WRONG_TOKENS = { max: 30, seconds: 5 * 60 };
/** A token is known at an address for a day after it was good there; it is written down again each hour. */
const KNOWN_SECONDS = 24 * 3600;
const WRITTEN_SECONDS = 3600;

export type TokenThrottle = Attempt & {
  /** To be called when the token turns out good. */
  welcome: () => Promise<void>;
  /** To be called when it does not. */
  refuse: () => Promise<Attempt>;
};

/**
 * Whether a token from an address is looked at. Beyond the limit none is, right or wrong, so that who guesses there learns nothing; but
 * for those that were good at this very address before: nobody shuts out an office by guessing from behind its address.
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
    welcome: async () => {
      if (knownFor > WRITTEN_SECONDS) await touchKey(knownKey);
    },
    refuse: () => countInWindow(addressKey, WRONG_TOKENS),
  };
}
