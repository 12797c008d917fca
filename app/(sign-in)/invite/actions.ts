"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { acceptInvite, acceptInviteInput, findInvite } from "#lib/access/accept-invite";
import { publicAction } from "#lib/access/action";
import { dropInvite, heldInvite, holdInvite } from "#lib/access/held-invite";
import { signIn } from "#lib/access/sign-in";

/** Takes the token out of the address and into a cookie. */
export const openInviteAction = publicAction(z.object({ token: z.string().max(100) }), async ({ token }) => {
  await findInvite(token);
  await holdInvite(token);
});

export const acceptInviteAction = publicAction(acceptInviteInput.omit({ token: true }), async (input) => {
  const { email } = await acceptInvite({ ...input, token: await heldInvite() });
  await dropInvite();
  await signIn({ email, password: input.password });
  redirect("/cases");
});
