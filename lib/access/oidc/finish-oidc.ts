import { AuthorizationResponseError } from "openid-client";
import { claimsOf } from "./claims.ts";
import { oidcConfiguration, redirectUri } from "./provider.ts";
import { provisionAccount } from "./provision-account.ts";
import { OidcRefusal } from "./refusals.ts";
import { type PendingSignIn, readPending } from "./start-oidc.ts";

export type SignedInPerson = { userId: string; secondFactor: boolean; provenAt: Date | null; next: string };

/** Whom the provider's answer signs in, by the query of its redirect and the cookie that `startOidc` made. Throws OidcRefusal. */
export async function finishOidc(query: string, cookie: string | undefined): Promise<SignedInPerson> {
  const begun = readPending(cookie);
  if (!begun) throw new OidcRefusal("expired");
  await oidcConfiguration().catch((cause: unknown) => {
    throw new OidcRefusal("away", { cause });
  });
  const claims = await verifiedClaims(new URL(`${redirectUri()}${query}`), begun);
  const { userId } = await provisionAccount(claims);
  if (begun.expected !== undefined && begun.expected !== userId) throw new OidcRefusal("not-you");
  return { userId, secondFactor: claims.secondFactor, provenAt: claims.provenAt, next: begun.next };
}

async function verifiedClaims(callback: URL, begun: PendingSignIn) {
  try {
    return await claimsOf(callback, begun);
  } catch (cause) {
    throw new OidcRefusal(cause instanceof AuthorizationResponseError ? "denied" : "failed", { cause });
  }
}
