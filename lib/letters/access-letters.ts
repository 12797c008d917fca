import { sendNotice } from "./send-notice.ts";
import { smtp } from "./smtp.ts";

/** Sends the link for choosing a new password. */
export async function sendPasswordReset(reset: { recipient: string; link: string; minutes: number }): Promise<void> {
  const { recipient, link, minutes } = reset;
  await sendNotice(recipient, "Choose a new password for Casewire", [
    "Somebody, most likely you, asked for a new password for your account.",
    `Choose it here within ${minutes} minutes; the link works once: ${link}`,
    "If it was not you, do nothing: your password stays as it is.",
  ]);
}

/** Tells a person that an administrator reset their second factor. Sends nothing when no mail server is configured. */
export async function sendSecondFactorReset(notice: { recipient: string; by: string }): Promise<void> {
  if (!(await smtp())) return;
  await sendNotice(notice.recipient, "Your second factor for Casewire was reset", [
    `${notice.by} took your second factor away and signed you out everywhere, as for a lost device.`,
    "If you did not ask for this, tell another administrator at once.",
  ]);
}
