import { desc, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { removals } from "#db/retention-schema";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type Origin, settingOrigins } from "#lib/settings/settings";
import { dueBefore } from "./batch.ts";
import { currentRules, KINDS, type RemovalKind, type Rule, SETTINGS } from "./rules.ts";

export type Kept = {
  kind: RemovalKind;
  setting: Rule["setting"];
  /** Null: kept forever. */
  days: number | null;
  origin: Origin;
  last: typeof removals.$inferSelect | null;
};

/** How long each kind is kept and by which variable, its last removal, how many cases are held, and when the next sweep is. */
export async function readRetention(actor: Actor): Promise<{ kept: Kept[]; held: number; next: Date }> {
  authorize(actor, "retention:read");
  const days = new Map((await currentRules()).map((rule) => [rule.kind, rule.days]));
  const [origins, held, [clock], ...last] = await Promise.all([
    settingOrigins(),
    database().$count(cases, sql`held`),
    preparedQuery<{ next: Date }>(database(), sql`select ${dueBefore(-1)} as next`),
    ...KINDS.map(lastRemoval),
  ]);
  const kept = KINDS.map((kind, index) => ({
    kind,
    setting: SETTINGS[kind],
    days: days.get(kind) ?? null,
    origin: origins[SETTINGS[kind]],
    last: last[index] ?? null,
  }));
  return { kept, held, next: clock?.next ?? new Date(Number.NaN) };
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
