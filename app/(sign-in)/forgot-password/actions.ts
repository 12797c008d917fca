"use server";

import { headers } from "next/headers";
import { publicAction } from "#lib/access/endpoints/action";
import { requestPasswordReset, requestPasswordResetInput } from "#lib/access/passwords/request-password-reset";
import { remoteNetwork } from "#lib/access/remote-address";
import { sendPasswordReset } from "#lib/letters/access-letters";

export const requestPasswordResetAction = publicAction(requestPasswordResetInput, async (input) => {
  await requestPasswordReset(input, remoteNetwork(await headers()), sendPasswordReset);
});
