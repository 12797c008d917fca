/** Adds the source `vove-sandbox` with the secret of `vove`, as an administrator does in the settings. */
import { exitWithError } from "#bin/process/command-line";
import { closePool } from "#db/pool";
import { environment } from "#lib/environment";
import { addSource } from "#lib/sources/add-source";
import { addSecretByCommand } from "#lib/sources/store-secret";

const actor = { kind: "token", id: "chaos", label: "npm run chaos", role: "admin" } as const;
const [text = ""] = environment().VOVE_WEBHOOK_SECRETS;

try {
  const { slug } = await addSource(actor, { slug: "vove-sandbox", name: "Sandbox" });
  await addSecretByCommand(actor, { source: slug, text });
} catch (error) {
  exitWithError(error);
}
await closePool();
