import * as client from "openid-client";
import { environment } from "#lib/environment";
import { processWide } from "#lib/process-wide";

/** The redirect URI's path under CASEWIRE_URL, as registered at the provider. */
export const CALLBACK_PATH = "/sign-in/sso/callback";

const KEEP_MS = 3_600_000;
const ANSWER_SECONDS = 10;

type Kept = { until: number; configuration: Promise<client.Configuration> };
const discovered = processWide("identity provider", (): { kept?: Kept } => ({}));

/** The identity provider's name on the sign-in button; null without one. */
export function oidcName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = environment();
  return OIDC_ISSUER ? OIDC_NAME : null;
}

/**
 * The provider's discovery document, asked once an hour. openid-client refuses one with another issuer (OpenID Connect Discovery 1.0,
 * section 4.3). Throws where the provider does not answer; a failure is not cached.
 */
export function oidcConfiguration(): Promise<client.Configuration> {
  const now = Date.now();
  if (!discovered.kept || discovered.kept.until < now) {
    const kept: Kept = { until: now + KEEP_MS, configuration: discover() };
    discovered.kept = kept;
    kept.configuration.catch(() => {
      if (discovered.kept === kept) delete discovered.kept;
    });
  }
  return discovered.kept.configuration;
}

/** The redirect URI to register at the provider. */
export function redirectUri(): string {
  return `${environment().CASEWIRE_URL ?? ""}${CALLBACK_PATH}`;
}

function discover(): Promise<client.Configuration> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = environment();
  if (!(OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET)) throw new Error("OIDC_ISSUER is not set.");
  const server = new URL(OIDC_ISSUER);
  return client.discovery(server, OIDC_CLIENT_ID, undefined, client.ClientSecretBasic(OIDC_CLIENT_SECRET), {
    timeout: ANSWER_SECONDS,
    // Plain HTTP is for a provider on this machine only, as the check of the environment demands.
    execute: server.protocol === "http:" ? [client.allowInsecureRequests] : [],
  });
}
