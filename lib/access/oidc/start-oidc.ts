import * as client from "openid-client";
import { z } from "zod";
import { environment } from "#lib/environment";
import { seal, unseal } from "#lib/seal";
import { oidcConfiguration, redirectUri } from "./provider.ts";

/** What the browser keeps, sealed, while its person is at the provider: an answer is only taken from the browser that asked. */
const pending = z.object({
  state: z.string(),
  nonce: z.string(),
  /** PKCE: proves to the provider that whoever exchanges the code is who asked for it (RFC 7636). */
  verifier: z.string(),
  next: z.string(),
  /** Who is to prove once more that they are there; absent: whoever signs in. */
  expected: z.string().optional(),
  /** Milliseconds since 1970. */
  until: z.number(),
});
export type PendingSignIn = z.infer<typeof pending>;

export const PENDING_SECONDS = 10 * 60;

/**
 * Begins a sign-in at the provider: where to send the browser, and what it keeps meanwhile. With `expected` that person is to sign in
 * anew, though the provider knows them still. Throws where the provider is away.
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

/** What `startOidc` gave a browser to keep; null when it is none of ours, was changed or is too old. */
export function readPending(cookie: string | undefined): PendingSignIn | null {
  if (!cookie) return null;
  try {
    const begun = pending.parse(JSON.parse(unseal(cookie)));
    return begun.until > Date.now() ? begun : null;
  } catch {
    return null;
  }
}
