"use server";

import { redirect } from "next/navigation";
import { publicAction } from "#lib/access/endpoints/action";
import { resetPassword, resetPasswordInput } from "#lib/access/passwords/reset-password";

export const resetPasswordAction = publicAction(resetPasswordInput, async (input) => {
  await resetPassword(input);
  redirect("/sign-in");
});
