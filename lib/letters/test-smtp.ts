import { z } from "zod";
import { isMailAddress } from "#lib/mail-address";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { html, newMailId } from "./letter.ts";
import { sendLetter } from "./send-letter.ts";
import { hostOf, smtp } from "./smtp.ts";

/** Sends a test letter by the configured server. Returns what the server said. */
export const testSmtp = defineVerb({
  permission: "smtp:test",
  audit: "smtp.tested",
  input: z.object({ to: z.string().trim().refine(isMailAddress, "This is not an e-mail address.") }),
  refuses: ["wrong-state"],

  async runInSteps(commit, actor, { to }) {
    const server = await smtp();
    if (!server) throw new Refusal("wrong-state", "No mail server is set. Set one on the mail page, or by SMTP_URL.");
    // Recorded before the letter is sent: after a crash in between, no letter is without its entry.
    await commit(async () => ({
      entry: {
        subject: { kind: "settings", id: "mail" },
        detail: { host: hostOf(server) },
        words: { about: null, texts: { recipient: to } },
      },
      topics: [],
    }));
    const sentence = `${actor.label} asked Casewire to send this letter to see whether its letters arrive.`;
    const letter = {
      mailId: newMailId(),
      recipient: to,
      subject: "A test letter from Casewire",
      text: `${sentence}\n`,
      html: html`<!doctype html><html lang="en"><body><p>${sentence}</p></body></html>`,
    };
    const { state, detail } = await sendLetter(server, letter, AbortSignal.timeout(30_000));
    if (state !== "done") throw new Refusal("wrong-state", `The letter was not taken: ${detail}`);
    return { response: detail };
  },
});
