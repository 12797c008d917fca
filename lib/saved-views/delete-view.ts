import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "#db/desk-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Deletes a view of one's own, also from the sidebars of those with whom it is shared. */
export const deleteView = defineVerb({
  permission: "view:delete",
  audit: "view.deleted",
  input: z.object({ viewId: z.uuid("No such view.") }),
  refuses: ["not-found"],

  async run(tx, actor: UserActor, { viewId }) {
    const [deleted] = await tx
      .delete(savedViews)
      .where(and(eq(savedViews.id, viewId), eq(savedViews.userId, actor.id)))
      .returning({ name: savedViews.name });
    if (!deleted) throw new Refusal("not-found", "You have no such view.");
    const { name } = deleted;
    return {
      entry: { subject: { kind: "view", id: viewId }, words: { about: null, texts: { name } } },
      topics: [],
    };
  },
});
