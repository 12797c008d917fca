import { createHmac } from "node:crypto";
import { environment } from "#lib/environment";

/**
 * The Message-ID of an effect's letter: the same over every try, so that a mail server can tell a second copy; another in another
 * installation, and it gives away nothing of the case.
 */
export function mailIdFor(source: string, effectKey: string): string {
  const digest = createHmac("sha256", environment().CASEWIRE_SECRET)
    .update(`mail-id\n${source}\n${effectKey}`)
    .digest("hex");
  return `<${digest.slice(0, 40)}@casewire>`;
}
