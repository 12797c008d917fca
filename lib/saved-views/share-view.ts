import { and, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "#db/desk-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { viewFilter } from "./view-query.ts";

/** Of all people together. */
export const MAX_SHARED_VIEWS = 50;

/**
 * Shares a view of one's own with all who may read businesses, or ends that. Sharing is ended by anybody who may share, since its owner may
 * have left. A view that searches for words is not shared: they may name a business.
 */
export const shareView = defineVerb({
  permission: "view:share",
  audit: "view.shared",
  input: z.object({ viewId: z.uuid("No such view."), shared: z.enum(["yes", "no"], "Shared or not?") }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor: UserActor, { viewId, shared }) {
    // One at a time, so that their number is bounded. Reading goes on.
    await tx.execute(sql`lock table saved_views in share row exclusive mode`);
    const wanted = shared === "yes";
    const reachable = wanted ? eq(savedViews.userId, actor.id) : or(eq(savedViews.userId, actor.id), savedViews.shared);
    const [view] = await tx
      .select()
      .from(savedViews)
      .where(and(eq(savedViews.id, viewId), reachable));
    if (!view) throw new Refusal("not-found", "There is no such view.");
    if (view.shared === wanted)
      throw new Refusal("wrong-state", wanted ? "It is shared already." : "It is not shared.");
    if (wanted && viewFilter(view.query).q !== undefined)
      throw new Refusal("wrong-state", "A view that searches for words cannot be shared: they may name a business.");
    if (wanted && (await tx.$count(savedViews, eq(savedViews.shared, true))) >= MAX_SHARED_VIEWS)
      throw new Refusal("wrong-state", `${MAX_SHARED_VIEWS} views are shared already. End the sharing of one first.`);
    await tx.update(savedViews).set({ shared: wanted }).where(eq(savedViews.id, viewId));
    const { name } = view;
    return {
      entry: { subject: { kind: "view", id: viewId }, detail: { shared }, words: { about: null, texts: { name } } },
      topics: [],
    };
  },
});
