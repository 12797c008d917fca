"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { changePassword, changePasswordInput } from "#lib/access/passwords/change-password";
import { regenerateRecoveryCodes } from "#lib/access/second-factor/regenerate-recovery-codes";
import { removePasskey, removePasskeyInput } from "#lib/access/second-factor/remove-passkey";
import { removeTotp } from "#lib/access/second-factor/remove-totp";
import { endOthers } from "#lib/access/sessions/end-others";
import { endSession, endSessionInput } from "#lib/access/sessions/end-session";
import { currentSessionId, renewSession } from "#lib/access/sessions/session";

export const changePasswordAction = action(
  changePasswordInput,
  async (actor, input) => {
    await changePassword(actor, { ...input, sessionId: await currentSessionId() });
    await renewSession();
  },
  () => "Your password is changed; your other browsers are signed out.",
);

export const endSessionAction = action(
  endSessionInput,
  async (actor, input) => endSession(actor, { ...input, currentId: await currentSessionId() }),
  () => "That browser is signed out.",
);

export const endOthersAction = action(
  z.object({}),
  async (actor) => endOthers(actor, { currentId: await currentSessionId() }),
  () => "Your other browsers are signed out.",
);

export const removeTotpAction = action(z.object({}), removeTotp, () => "The authenticator app is removed.");

export const removePasskeyAction = action(removePasskeyInput, removePasskey, () => "The passkey is removed.");

export const regenerateRecoveryCodesAction = action(
  z.object({}),
  regenerateRecoveryCodes,
  () => "The codes before are worth nothing now.",
);
