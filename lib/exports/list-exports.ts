import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { Export } from "./open-export.ts";

const PAGE_ROWS = 50;

/** The exports that `actor` may see, the newest first; `before` is the id of the last one of the page before. */
export async function listExports(
  actor: Actor,
  { before }: { before?: number | undefined } = {},
): Promise<{ items: Export[]; next: number | null }> {
  authorize(actor, "export:read");
  const found = await database()
    .select()
    .from(exports)
    .where(and(whose(actor), before === undefined ? undefined : lt(exports.id, before)))
    .orderBy(desc(exports.id))
    .limit(PAGE_ROWS + 1);
  const items = found.slice(0, PAGE_ROWS);
  return { items, next: found.length > PAGE_ROWS ? (items.at(-1)?.id ?? null) : null };
}

/** An admin sees everybody's exports, everyone else their own. */
export function whose(actor: Actor): SQL | undefined {
  return "role" in actor && actor.role === "admin" ? undefined : eq(exports.requestedById, actor.id);
}
