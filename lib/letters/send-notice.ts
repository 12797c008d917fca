import { log } from "#lib/log";
import { html, newMailId } from "./letter.ts";
import { sendLetter } from "./send-letter.ts";
import { smtp } from "./smtp.ts";

const TIMEOUT_MS = 30_000;

/** Sends a plain letter to a member of the team, a paragraph a line. Throws where no mail server is configured; logs where one refuses it. */
export async function sendNotice(recipient: string, subject: string, lines: readonly string[]): Promise<void> {
  const server = await smtp();
  if (!server) throw new Error("no SMTP server is configured");
  const letter = {
    mailId: newMailId(),
    recipient,
    subject,
    text: `${lines.join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><body>${lines.map((line) => html`<p>${line}</p>`).join("")}</body></html>`,
  };
  const { state, detail } = await sendLetter(server, letter, AbortSignal.timeout(TIMEOUT_MS));
  if (state !== "done") log.error({ state, detail, subject }, "a letter to a member of the team was not taken");
}
