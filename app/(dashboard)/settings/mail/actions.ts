"use server";

import { action } from "#lib/access/endpoints/action";
import { testSmtp, testSmtpInput } from "#lib/letters/test-smtp";

export const testSmtpAction = action(
  testSmtpInput,
  testSmtp,
  ({ response }, { to }) => `Sent to ${to}. The server said: ${response}`,
);
