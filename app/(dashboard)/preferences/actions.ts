"use server";

import { cookies } from "next/headers";
import { action } from "#lib/access/endpoints/action";
import { changePreferences } from "#lib/preferences/change-preferences";

const YEAR_SECONDS = 365 * 24 * 3600;

export const changePreferencesAction = action(
  changePreferences.input,
  async (actor, input) => {
    await changePreferences(actor, input);
    // For the sign-in page. To set a cookie also renders the whole document anew, with the theme and density on its first element.
    const jar = await cookies();
    if (input.theme === "system") jar.delete("theme");
    else if (input.theme) jar.set("theme", input.theme, { maxAge: YEAR_SECONDS, sameSite: "lax" });
  },
  () => "Saved.",
);
