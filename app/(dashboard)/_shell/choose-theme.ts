"use server";

import { cookies } from "next/headers";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Without an actor: it reads and writes nothing but a cookie of the browser that asks. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  const jar = await cookies();
  if (theme === "light" || theme === "dark") jar.set("theme", theme, { maxAge: YEAR_SECONDS, sameSite: "lax" });
  else jar.delete("theme");
}
