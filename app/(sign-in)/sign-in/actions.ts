"use server";

import { redirect } from "next/navigation";
import { publicAction } from "#lib/access/action";
import { signIn, signInInput } from "#lib/access/sign-in";
import { nextPath } from "#lib/access/sign-in-path";

export const signInAction = publicAction(signInInput, async (input) => {
  await signIn(input);
  redirect(nextPath(input.next));
});
