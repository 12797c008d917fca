"use server";

import { headers } from "next/headers";
import { publicAction } from "#lib/access/action";
import { remoteNetwork } from "#lib/access/remote-address";
import { requestPasswordReset, requestPasswordResetInput } from "#lib/access/request-password-reset";
import { sendPasswordReset } from "#lib/letters/access-letters";

export const requestPasswordResetAction = publicAction(requestPasswordResetInput, async (input) => {
  await requestPasswordReset(input, remoteNetwork(await headers()), sendPasswordReset);
});
