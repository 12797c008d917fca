import { randomUUID } from "node:crypto";
import { z } from "zod";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { isMailAddress } from "#lib/mail-address";
import { Refusal } from "#lib/refusal";
import { html } from "./html.ts";
import { sendLetter } from "./send-letter.ts";
import { smtp, smtpHost } from "./smtp.ts";

export const testSmtpInput = z.object({
  to: z.string().trim().refine(isMailAddress, "This is not an e-mail address."),
});

/** Sends a test letter by the configured server. Returns what the server said; throws Refusal `wrong-state` when it did not take it. */
export async function testSmtp(actor: Actor, { to }: z.infer<typeof testSmtpInput>): Promise<{ response: string }> {
  authorize(actor, "smtp:test");
  const server = smtp();
  if (!server) throw new Refusal("wrong-state", "No SMTP server is configured: set SMTP_URL and start Casewire again.");
  // Recorded before the letter leaves: there is none without its entry, whatever happens in between.
  await transaction((tx) =>
    record(tx, {
      actor,
      action: "smtp.tested",
      subject: { kind: "settings", id: "mail" },
      detail: { host: smtpHost() },
      words: { about: null, texts: { recipient: to } },
    }),
  );
  const told = `${actor.label} asked Casewire to send this letter to see whether its letters arrive.`;
  const letter = {
    mailId: `<${randomUUID()}@casewire>`,
    recipient: to,
    subject: "A test letter from Casewire",
    text: `${told}\n`,
    html: html`<!doctype html><html lang="en"><body><p>${told}</p></body></html>`,
  };
  const { state, detail } = await sendLetter(server, letter, AbortSignal.timeout(30_000));
  if (state !== "done") throw new Refusal("wrong-state", `The letter was not taken: ${detail}`);
  return { response: detail };
}
