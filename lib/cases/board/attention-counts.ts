import { and, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { ATTENTION } from "./attention.ts";
import { COUNT_CAP, type Count, upToCap } from "./count-cases.ts";
import { ATTENTIONS, type Attention } from "./filter.ts";

type Row = { n: number[] };

/** In the text: a plan that is kept must know how few are wanted. */
const MAX_ROWS = sql.raw(String(COUNT_CAP + 1));

/** How many cases need a person, by why: each count stops at the cap, so that the strip costs the same at any size. */
export async function attentionCounts(actor: Actor, source?: string): Promise<Record<Attention, Count>> {
  authorize(actor, "case:read");
  const counts = ATTENTIONS.map((attention) => {
    const where = and(ATTENTION[attention](), source === undefined ? undefined : eq(cases.source, source));
    return sql`(select count(*)::int from (select from ${cases} where ${where} limit ${MAX_ROWS}) found)`;
  });
  const query = sql`select jsonb_build_array(${sql.join(counts, sql`, `)}) as n`;
  // Every board asks it again and again, and to plan it takes longer than to carry it out. A plan kept for any source would not know
  // how few cases one may have.
  const [row] = await (source === undefined ? preparedQuery<Row>(database(), query) : database().execute<Row>(query));
  return Object.fromEntries(ATTENTIONS.map((attention, at) => [attention, upToCap(row?.n[at] ?? 0)])) as Record<
    Attention,
    Count
  >;
}
