import { eq } from "drizzle-orm";
import { preferences } from "#db/desk-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { DENSITIES, THEMES } from "./change-preferences.ts";

/** What a person set; null where the default holds. A value that another version of Casewire wrote counts as not set. */
export type StoredPreferences = {
  zone: string | null;
  firstPage: string | null;
  density: (typeof DENSITIES)[number] | null;
  theme: (typeof THEMES)[number] | null;
};

export async function findPreferences(actor: UserActor): Promise<StoredPreferences> {
  authorize(actor, "preferences:change");
  const [row] = await database().select().from(preferences).where(eq(preferences.userId, actor.id));
  return {
    zone: row?.zone ?? null,
    firstPage: row?.firstPage ?? null,
    density: DENSITIES.find((density) => density === row?.density) ?? null,
    theme: THEMES.find((theme) => theme === row?.theme) ?? null,
  };
}
