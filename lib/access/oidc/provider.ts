import * as client from "openid-client";
import { environment } from "#lib/environment";
import { processWide } from "#lib/process-wide";

/** Where the provider sends a person back to, under CASEWIRE_URL. Registered there to the letter. */
export const CALLBACK_PATH = "/sign-in/sso/callback";

const KEEP_MS = 3_600_000;
const ANSWER_SECONDS = 10;

type Kept = { until: number; configuration: Promise<client.Configuration> };
const discovered = processWide("identity provider", (): { kept?: Kept } => ({}));

/** Whether people can sign in through an identity provider, and what the button calls it. */
export function oidcName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = environment();
  return OIDC_ISSUER ? OIDC_NAME : null;
}

/**
 * What discovery says of the provider, asked once an hour. The library refuses a document whose issuer is not ours to the letter
 * (OpenID Connect Discovery 1.0, section 4.3). Throws where the provider does not answer; a failure is not kept.
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

/** The address to register at the provider. */
export function redirectUri(): string {
  return `${environment().CASEWIRE_URL ?? ""}${CALLBACK_PATH}`;
}

function discover(): Promise<client.Configuration> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = environment();
  if (!(OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET)) throw new Error("OIDC_ISSUER is not set.");
  const server = new URL(OIDC_ISSUER);
  return client.discovery(server, OIDC_CLIENT_ID, undefined, client.ClientSecretBasic(OIDC_CLIENT_SECRET), {
    timeout: ANSWER_SECONDS,
    // Only a provider on this machine may be reached over HTTP: the environment's check refuses any other.
    execute: server.protocol === "http:" ? [client.allowInsecureRequests] : [],
  });
}
