"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { testSmtp } from "#lib/letters/test-smtp";
import { configureMail } from "#lib/settings/configure-mail";

export const configureMailAction = verbAction(configureMail, (_, { host }) =>
  host ? `Letters now leave by ${host}` : "Letters are kept, and not sent.",
);

export const testSmtpAction = verbAction(
  testSmtp,
  ({ response }, { to }) => `Sent to ${to}. The server said: ${response}`,
);
