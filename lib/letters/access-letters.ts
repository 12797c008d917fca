import { log } from "#lib/log";
import { html, newMailId } from "./letter.ts";
import { sendLetter } from "./send-letter.ts";
import { smtp } from "./smtp.ts";

const TIMEOUT_MS = 30_000;

/** Sends the link for choosing a new password. */
export async function sendPasswordReset(reset: { recipient: string; link: string; minutes: number }): Promise<void> {
  const { recipient, link, minutes } = reset;
  await send(recipient, "Choose a new password for Casewire", [
    "Somebody, most likely you, asked for a new password for your account.",
    `Choose it here within ${minutes} minutes; the link works once: ${link}`,
    "If it was not you, do nothing: your password stays as it is.",
  ]);
}

/** Tells a person that an administrator reset their second factor. Sends nothing when no mail server is configured. */
export async function sendSecondFactorReset(notice: { recipient: string; by: string }): Promise<void> {
  if (!smtp()) return;
  await send(notice.recipient, "Your second factor for Casewire was reset", [
    `${notice.by} took your second factor away and signed you out everywhere, as for a lost device.`,
    "If you did not ask for this, tell another administrator at once.",
  ]);
}

async function send(recipient: string, subject: string, lines: string[]): Promise<void> {
  const server = smtp();
  if (!server) throw new Error("no SMTP server is configured");
  const letter = {
    mailId: newMailId(),
    recipient,
    subject,
    text: `${lines.join("\n\n")}\n`,
    html: html`<!doctype html><html lang="en"><body><p>${lines[0] ?? ""}</p><p>${lines[1] ?? ""}</p><p>${lines[2] ?? ""}</p></body></html>`,
  };
  const { state, detail } = await sendLetter(server, letter, AbortSignal.timeout(TIMEOUT_MS));
  if (state !== "done") log.error({ state, detail }, "a letter about an account was not taken");
}
