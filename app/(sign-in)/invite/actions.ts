"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { publicAction } from "#lib/access/endpoints/action";
import { signIn } from "#lib/access/sign-in/sign-in";
import { acceptInvite, acceptInviteInput, findInvite } from "#lib/access/team/accept-invite";
import { clearInviteCookie, readInviteCookie, setInviteCookie } from "#lib/access/team/invite-cookie";

/** Moves the token from the URL to a cookie. */
export const openInviteAction = publicAction(z.object({ token: z.string().max(100) }), async ({ token }) => {
  await findInvite(token);
  await setInviteCookie(token);
});

export const acceptInviteAction = publicAction(acceptInviteInput.omit({ token: true }), async (input) => {
  const { email } = await acceptInvite({ ...input, token: await readInviteCookie() });
  await clearInviteCookie();
  await signIn({ email, password: input.password });
  redirect("/");
});
