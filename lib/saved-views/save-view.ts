import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews, savedViewVisits } from "#db/desk-schema";
import type { UserActor } from "#lib/actor";
import { writing } from "#lib/cases/case-input";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { MAX_QUERY_CHARACTERS, viewQuery } from "./view-query.ts";

/** So many fit a sidebar. */
export const MAX_OWN_VIEWS = 20;

/** Keeps a filter of the cases under a name, in the sidebar of the person who saves it. */
export const saveView = defineVerb({
  permission: "view:save",
  audit: "view.saved",
  input: z.object({
    name: writing(60, "Give the view a name."),
    /** As in the address of the cases page. */
    query: z.string().max(MAX_QUERY_CHARACTERS, "This filter is too long to be kept."),
  }),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor, { name, query }) {
    // One at a time, so that their number is bounded. Reading goes on.
    await tx.execute(sql`lock table saved_views in share row exclusive mode`);
    const mine = eq(savedViews.userId, actor.id);
    if (await tx.$count(savedViews, and(mine, eq(savedViews.name, name))))
      throw new Refusal("wrong-state", "You have a view of this name.", { name: "You have a view of this name." });
    if ((await tx.$count(savedViews, mine)) >= MAX_OWN_VIEWS)
      throw new Refusal("wrong-state", `You have ${MAX_OWN_VIEWS} views already. Delete one first.`);
    const [saved] = await tx
      .insert(savedViews)
      .values({ userId: actor.id, name, query: viewQuery(query) })
      .returning({ id: savedViews.id });
    const viewId = saved?.id ?? "";
    // Whoever saves a view has just seen what is in it.
    await tx.insert(savedViewVisits).values({ viewId, userId: actor.id });
    return {
      entry: { subject: { kind: "view", id: viewId }, words: { about: null, texts: { name } } },
      topics: [],
      result: viewId,
    };
  },
});
