import { eq } from "drizzle-orm";
import { z } from "zod";
import { preferences } from "#db/desk-schema";
import type { UserActor } from "#lib/actor";
import { defineVerb } from "#lib/verbs/define-verb";
import { isTimeZone } from "./time-zone.ts";

export const DENSITIES = ["comfortable", "compact"] as const;
export const THEMES = ["system", "light", "dark"] as const;

const FIELDS = ["zone", "firstPage", "density", "theme"] as const;

/** Changes how the pages look to the person who asks. What the input leaves out stays as it is. */
export const changePreferences = defineVerb({
  permission: "preferences:change",
  audit: "preferences.changed",
  input: z.object({
    /** `browser`: as the browser says. */
    zone: z.literal("browser").or(z.string().refine(isTimeZone, "There is no such time zone.")).optional(),
    /** `default`: the one of the person's role. */
    firstPage: z
      .literal("default")
      .or(z.string().regex(/^\/[a-z-]{1,40}$/, "This is no page of the sidebar."))
      .optional(),
    density: z.enum(DENSITIES).optional(),
    theme: z.enum(THEMES).optional(),
  }),
  refuses: [],

  async run(tx, actor: UserActor, input) {
    const wanted = {
      ...(input.zone && { zone: input.zone === "browser" ? null : input.zone }),
      ...(input.firstPage && { firstPage: input.firstPage === "default" ? null : input.firstPage }),
      ...(input.density && { density: input.density }),
      ...(input.theme && { theme: input.theme }),
    };
    await tx.insert(preferences).values({ userId: actor.id }).onConflictDoNothing();
    const [before] = await tx.select().from(preferences).where(eq(preferences.userId, actor.id)).for("update");
    const changed = FIELDS.filter((field) => wanted[field] !== undefined && wanted[field] !== before?.[field]);
    if (changed.length === 0) return { entry: null, topics: [] };
    await tx
      .update(preferences)
      .set({ ...wanted, updatedAt: new Date() })
      .where(eq(preferences.userId, actor.id));
    const detail = { changed: changed.join(", ") };
    return { entry: { subject: { kind: "user", id: actor.id }, detail }, topics: [] };
  },
});
