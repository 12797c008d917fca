import { cookies } from "next/headers";
import { cache } from "react";
import { currentActor } from "#lib/access/sessions/session";
import { THEMES } from "./change-preferences.ts";
import { findPreferences, type StoredPreferences } from "./find-preferences.ts";
import { isTimeZone } from "./time-zone.ts";

/** How the pages of the current request are shown. */
export type Preferences = {
  /** The person's, else the browser's as its cookie says, else UTC. */
  zone: string;
  zoneChosen: boolean;
  firstPage: string | null;
  density: NonNullable<StoredPreferences["density"]>;
  theme: NonNullable<StoredPreferences["theme"]>;
};

const NONE: StoredPreferences = { zone: null, firstPage: null, density: null, theme: null };

/** Asked of the database once a request. Without a person the cookies decide, so that the sign-in page has the theme of the last one. */
export const currentPreferences = cache(async (): Promise<Preferences> => {
  const actor = await currentActor();
  const stored = actor ? await findPreferences(actor) : NONE;
  const jar = await cookies();
  const browserZone = jar.get("zone")?.value ?? "";
  const lastTheme = jar.get("theme")?.value;
  return {
    zone: stored.zone ?? (isTimeZone(browserZone) ? browserZone : "UTC"),
    zoneChosen: stored.zone !== null,
    firstPage: stored.firstPage,
    density: stored.density ?? "comfortable",
    theme: stored.theme ?? THEMES.find((theme) => theme === lastTheme) ?? "system",
  };
});
