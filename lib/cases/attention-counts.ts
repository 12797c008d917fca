import { and, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { ATTENTION } from "#lib/cases/attention";
import { COUNT_CAP, type Count, upToCap } from "#lib/cases/count-cases";
import { ATTENTIONS, type Attention } from "#lib/cases/filter";

/** How many cases need a person, by why: each count stops at the cap, so that the strip costs the same at any size. */
export async function attentionCounts(actor: Actor, source?: string): Promise<Record<Attention, Count>> {
  authorize(actor, "case:read");
  const counts = ATTENTIONS.map((attention) => {
    const where = and(ATTENTION[attention](), source === undefined ? undefined : eq(cases.source, source));
    return sql`(select count(*)::int from (select from ${cases} where ${where} limit ${COUNT_CAP + 1}) found)`;
  });
  const [row] = await database().execute<{ n: number[] }>(
    sql`select jsonb_build_array(${sql.join(counts, sql`, `)}) as n`,
  );
  return Object.fromEntries(ATTENTIONS.map((attention, at) => [attention, upToCap(row?.n[at] ?? 0)])) as Record<
    Attention,
    Count
  >;
}
