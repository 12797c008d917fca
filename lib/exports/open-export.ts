import { and, eq, isNull, sql } from "drizzle-orm";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";

export type Export = typeof exports.$inferSelect;

/** The export that `actor` asked for and now downloads: once, and nobody else. Throws Refusal `not-found`, or `wrong-state` the second time. */
export async function openExport(actor: Actor, exportId: number): Promise<Export> {
  authorize(actor, "export:read");
  const mine = and(eq(exports.id, exportId), eq(exports.requestedById, actor.id));
  const [opened] = await database()
    .update(exports)
    .set({ advancedAt: sql`now()` })
    .where(and(mine, eq(exports.state, "running"), isNull(exports.advancedAt)))
    .returning();
  if (opened) return opened;
  if ((await database().$count(exports, mine)) === 0) throw new Refusal("not-found", `You have no export ${exportId}.`);
  throw new Refusal("wrong-state", "An export is downloaded once. Export it again.");
}
