"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { testSmtp } from "#lib/letters/test-smtp";

export const testSmtpAction = verbAction(
  testSmtp,
  ({ response }, { to }) => `Sent to ${to}. The server said: ${response}`,
);
