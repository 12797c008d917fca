import { environment } from "#lib/environment";
import { parseSecret, type Secret } from "./secret.ts";

/** The source of the secrets in VOVE_WEBHOOK_SECRETS. */
const ENVIRONMENT_SOURCE = "vove";

/** The secrets of a source that come from VOVE_WEBHOOK_SECRETS. */
export function environmentSecrets(source: string): Secret[] {
  return environmentSecretTexts(source).map(parseSecret);
}

/** The same secrets as texts, to sign a test event with. They are never shown. */
export function environmentSecretTexts(source: string): string[] {
  return source === ENVIRONMENT_SOURCE ? environment().VOVE_WEBHOOK_SECRETS : [];
}
