import { desc, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases, removals } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { dueBefore } from "./due-before.ts";
import { KINDS, type RemovalKind, type Rule, rules, SETTINGS } from "./rules.ts";

export type Kept = {
  kind: RemovalKind;
  setting: Rule["setting"];
  /** Null: for ever. */
  days: number | null;
  last: typeof removals.$inferSelect | null;
};

/** What is kept how long and under which variable, what was removed last, and how many cases are held. */
export async function readRetention(actor: Actor): Promise<{ kept: Kept[]; held: number; next: Date }> {
  authorize(actor, "retention:read");
  const set = new Map(rules().map((rule) => [rule.kind, rule.days]));
  const [held, [clock], ...last] = await Promise.all([
    database().$count(cases, sql`held`),
    database().execute<{ next: string }>(sql`select to_jsonb(${dueBefore(-1)}) as next`),
    ...KINDS.map(lastRemoval),
  ]);
  const kept = KINDS.map((kind, n) => ({
    kind,
    setting: SETTINGS[kind],
    days: set.get(kind) ?? null,
    last: last[n] ?? null,
  }));
  return { kept, held, next: new Date(clock?.next ?? Number.NaN) };
}

async function lastRemoval(kind: RemovalKind) {
  const [last] = await database()
    .select()
    .from(removals)
    .where(eq(removals.kind, kind))
    .orderBy(desc(removals.id))
    .limit(1);
  return last ?? null;
}
