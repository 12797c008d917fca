import { environment } from "#lib/environment";
import { parseSecret, type Secret } from "./secret.ts";

/** The source whose secrets VOVE_WEBHOOK_SECRETS holds. */
const ENVIRONMENT_SOURCE = "vove";

/** The secrets of a source that come from VOVE_WEBHOOK_SECRETS. */
export function environmentSecrets(source: string): Secret[] {
  return environmentSecretTexts(source).map(parseSecret);
}

/** The same as they stand there: for signing a test event, never for showing. */
export function environmentSecretTexts(source: string): string[] {
  return source === ENVIRONMENT_SOURCE ? environment().VOVE_WEBHOOK_SECRETS : [];
}
