import { createHmac, randomUUID } from "node:crypto";
import { environment } from "#lib/environment";

export type OutgoingLetter = { mailId: string; recipient: string; subject: string; html: string; text: string };

/**
 * The Message-ID of an effect's letter. Every try has the same, so that a mail server can recognise a second copy. It differs between
 * installations and reveals nothing of the case.
 */
export function mailIdFor(source: string, effectKey: string): string {
  const digest = createHmac("sha256", environment().CASEWIRE_SECRET)
    .update(`mail-id\n${source}\n${effectKey}`)
    .digest("hex");
  return `<${digest.slice(0, 40)}@casewire>`;
}

/** The Message-ID of a letter that is sent once. */
export function newMailId(): string {
  return `<${randomUUID()}@casewire>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HTML in which every inserted value is escaped. */
export function html(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => value.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)));
}
