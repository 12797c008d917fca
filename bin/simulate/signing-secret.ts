import { selectLocalDatabase } from "#bin/process/local-database";
import { readStartEnvironment } from "#lib/environment";
import { newSecret, secretProblem } from "#lib/sources/secret";
import { signingSecret } from "#lib/sources/signing-secret";
import { addSecretByCommand } from "#lib/sources/store-secret";

const ASK = "Give one with --secret, or set VOVE_WEBHOOK_SECRETS, as the receiving Casewire holds it.";

/**
 * The secret to sign with: the one given, else the first of VOVE_WEBHOOK_SECRETS, else one stored by the Casewire on this machine. An embedded
 * installation without a secret gets one for trials. Throws one plain sentence.
 */
export async function findSigningSecret(given: string | undefined, options: { source: string; isLocal: boolean }) {
  const { VOVE_WEBHOOK_SECRETS, DATABASE_URL } = readStartEnvironment(process.env);
  const named = given ?? (options.source === "vove" ? VOVE_WEBHOOK_SECRETS[0] : undefined);
  if (named !== undefined) {
    const problem = secretProblem(named);
    if (problem) throw new Error(`--secret: ${problem}.`);
    return named;
  }
  if (!options.isLocal) throw new Error(`No secret to sign with. ${ASK}`);
  selectLocalDatabase();
  const held = await signingSecret(options.source);
  if (held) return held;
  if (DATABASE_URL)
    throw new Error(`Source ${options.source} holds no secret yet: add one under Settings, Sources. ${ASK}`);
  const text = newSecret();
  const actor = { kind: "job", id: "simulate", label: "npm run simulate" } as const;
  await addSecretByCommand(actor, { source: options.source, text });
  console.log(`Source ${options.source} held no secret: one for trials was added. It stands under Settings, Sources.`);
  return text;
}
