"use server";

import { redirect } from "next/navigation";
import { publicAction } from "#lib/access/endpoints/action";
import { signIn, signInInput } from "#lib/access/sign-in/sign-in";
import { nextPath } from "#lib/access/sign-in-path";

export const signInAction = publicAction(signInInput, async (input) => {
  await signIn(input);
  redirect(nextPath(input.next));
});
