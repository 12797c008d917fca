import * as client from "openid-client";
import { z } from "zod";
import { environment } from "#lib/environment";
import type { Role } from "#lib/permissions";
import { ROLES } from "#lib/permissions";
import { oidcConfiguration } from "./provider.ts";
import type { PendingSignIn } from "./start-oidc.ts";

/** What the provider says of a person. `issuer` and `subject` identify them; an e-mail may later belong to somebody else. */
export type Claims = {
  issuer: string;
  subject: string;
  /** In lower case. Null: the provider gave none, or none it verified. */
  email: string | null;
  name: string | null;
  /** The role of their groups. Undefined: no groups are configured. Null: none of their groups has a role. */
  role: Role | null | undefined;
  /** Whether the provider says that it asked for a second factor. */
  secondFactor: boolean;
  /** When they authenticated there. Null: the provider does not say. */
  provenAt: Date | null;
};

/** A proof demanded anew must be younger than the longest time a sign-in may take. */
const FRESH_SECONDS = 10 * 60;

const strings = z.array(z.string()).catch([]);
const claimed = z.object({
  sub: z.string(),
  iss: z.string().optional(),
  email: z.string().max(254).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().max(200).optional().catch(undefined),
  preferred_username: z.string().max(200).optional().catch(undefined),
  amr: strings.optional(),
  acr: z.string().optional().catch(undefined),
  /** Seconds since 1970. */
  auth_time: z.number().optional().catch(undefined),
});

/**
 * Exchanges the code in `callback`, the whole address the browser returned to, for the person's claims. openid-client checks state, issuer,
 * PKCE, and the ID token's signature, audience, times and nonce, and throws where one is wrong.
 */
export async function claimsOf(callback: URL, begun: PendingSignIn): Promise<Claims> {
  const configuration = await oidcConfiguration();
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    pkceCodeVerifier: begun.verifier,
    expectedState: begun.state,
    expectedNonce: begun.nonce,
    idTokenExpected: true,
    ...(begun.expected === undefined ? {} : { maxAge: FRESH_SECONDS }),
  });
  const idToken = tokens.claims();
  if (!idToken) throw new Error("The provider gave no ID token.");
  const given = { ...(await userInfo(configuration, tokens.access_token, idToken)), ...idToken };
  return readClaims(given, configuration.serverMetadata().issuer);
}

/** Providers differ in what the ID token holds. The rest is asked for at the userinfo endpoint, for the same subject. */
async function userInfo(
  configuration: client.Configuration,
  accessToken: string,
  idToken: client.IDToken,
): Promise<object> {
  const { OIDC_GROUPS_CLAIM, OIDC_ROLES } = environment();
  const whole = idToken.email !== undefined && (OIDC_ROLES.length === 0 || idToken[OIDC_GROUPS_CLAIM] !== undefined);
  if (whole || !configuration.serverMetadata().userinfo_endpoint) return {};
  return client.fetchUserInfo(configuration, accessToken, idToken.sub);
}

/** The claims in `given`, as far as the settings trust them. */
export function readClaims(given: Record<string, unknown>, issuer: string): Claims {
  const { OIDC_DOMAINS, OIDC_GROUPS_CLAIM, OIDC_ROLES, OIDC_SECOND_FACTOR } = environment();
  const claims = claimed.parse(given);
  const email = claims.email?.toLowerCase() ?? "";
  const domain = email.slice(email.lastIndexOf("@") + 1);
  // Some providers never say whether an address is verified, and in some people may enter any address.
  const trusted =
    email.includes("@") &&
    (claims.email_verified === true || (claims.email_verified === undefined && OIDC_DOMAINS.includes(domain)));
  const groups = new Set([given[OIDC_GROUPS_CLAIM]].flat());
  const granted = OIDC_ROLES.filter(({ group }) => groups.has(group)).map(({ role }) => role satisfies Role);
  const highest = ROLES.findLast((role) => granted.includes(role)) ?? null;
  const means = [...(claims.amr ?? []), claims.acr];
  return {
    issuer,
    subject: claims.sub,
    email: trusted ? email : null,
    name: claims.name ?? claims.preferred_username ?? null,
    role: OIDC_ROLES.length === 0 ? undefined : highest,
    provenAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
    secondFactor: means.some((value) => value !== undefined && OIDC_SECOND_FACTOR.includes(value)),
  };
}
