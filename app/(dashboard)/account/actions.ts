"use server";

import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { changePassword } from "#lib/access/passwords/change-password";
import { regenerateRecoveryCodes } from "#lib/access/second-factor/regenerate-recovery-codes";
import { removePasskey } from "#lib/access/second-factor/remove-passkey";
import { removeTotp } from "#lib/access/second-factor/remove-totp";
import { endOthers } from "#lib/access/sessions/end-others";
import { endSession } from "#lib/access/sessions/end-session";
import { currentSessionId, renewSession } from "#lib/access/sessions/session";

export const changePasswordAction = action(
  changePassword.input,
  async (actor, input) => {
    await changePassword(actor, input, { sessionId: await currentSessionId() });
    await renewSession();
  },
  () => "Your password is changed; your other browsers are signed out.",
);

export const endSessionAction = action(
  endSession.input,
  async (actor, input) => endSession(actor, input, { currentId: await currentSessionId() }),
  () => "That browser is signed out.",
);

export const endOthersAction = action(
  endOthers.input,
  async (actor, input) => endOthers(actor, input, { currentId: await currentSessionId() }),
  () => "Your other browsers are signed out.",
);

export const removeTotpAction = verbAction(removeTotp, () => "The authenticator app is removed.");

export const removePasskeyAction = verbAction(removePasskey, () => "The passkey is removed.");

export const regenerateRecoveryCodesAction = verbAction(
  regenerateRecoveryCodes,
  () => "The codes before are worth nothing now.",
);
