"use server";

import { action } from "#lib/access/action";
import { changePassword, changePasswordInput } from "#lib/access/change-password";
import { currentSession } from "#lib/access/session";
import { Refusal } from "#lib/refusal";

export const changePasswordAction = action(
  changePasswordInput,
  async (actor, input) => {
    const session = await currentSession();
    if (!session) throw new Refusal("not-signed-in", "Your session has ended. Sign in again.");
    await changePassword(actor, { ...input, sessionId: session.sessionId });
  },
  () => "Your password is changed; your other browsers are signed out.",
);
