import * as client from "openid-client";
import { z } from "zod";
import { environment } from "#lib/environment";
import { seal, unseal } from "#lib/seal";
import { oidcConfiguration, redirectUri } from "./provider.ts";

/** The state of a sign-in, sealed in a cookie: the provider's answer is accepted only from the browser that started it. */
const pending = z.object({
  state: z.string(),
  nonce: z.string(),
  /** PKCE: proves to the provider that the code is exchanged by whoever asked for it (RFC 7636). */
  verifier: z.string(),
  next: z.string(),
  /** The person who must prove their identity again; absent at a sign-in. */
  expected: z.string().optional(),
  /** Milliseconds since 1970. */
  until: z.number(),
});
export type PendingSignIn = z.infer<typeof pending>;

export const PENDING_SECONDS = 10 * 60;

/**
 * Starts a sign-in at the provider: returns its address and the cookie to set. With `expected` the provider must authenticate that person
 * again, even with a session there. Throws where the provider does not answer.
 */
export async function startOidc(next: string, expected?: string): Promise<{ location: string; cookie: string }> {
  const configuration = await oidcConfiguration();
  const begun: PendingSignIn = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    next,
    expected,
    until: Date.now() + PENDING_SECONDS * 1000,
  };
  const location = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(),
    scope: environment().OIDC_SCOPES,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: "S256",
    ...(expected === undefined ? {} : { prompt: "login", max_age: "0" }),
  });
  return { location: location.href, cookie: seal(JSON.stringify(begun)) };
}

/** The state in a cookie of `startOidc`; null when it is not ours, was changed or has expired. */
export function readPending(cookie: string | undefined): PendingSignIn | null {
  if (!cookie) return null;
  try {
    const begun = pending.parse(JSON.parse(unseal(cookie)));
    return begun.until > Date.now() ? begun : null;
  } catch {
    return null;
  }
}
