"use server";

import { redirect } from "next/navigation";
import { acceptInvite, acceptInviteInput } from "#lib/access/accept-invite";
import { publicAction } from "#lib/access/action";
import { signIn } from "#lib/access/sign-in";

export const acceptInviteAction = publicAction(acceptInviteInput, async (input) => {
  const { email } = await acceptInvite(input);
  await signIn({ email, password: input.password });
  redirect("/cases");
});
