import { or, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { ATTENTION } from "./attention.ts";
import { caseConditions } from "./case-conditions.ts";
import { COUNT_CAP, type Count, countOf, upToCap } from "./count-cases.ts";
import { ATTENTIONS, type Attention, type CasesFilter } from "./filter.ts";

type Row = { n: number[] };

/** In the text: a plan that is kept must know how few are wanted. */
const MAX_ROWS = sql.raw(String(COUNT_CAP + 1));

/**
 * How many cases of the filter need a person, by why; which attention the filter names makes no difference. Each count stops at the cap, so
 * that the strip costs the same at any size.
 */
export async function attentionCounts(actor: Actor, filter: CasesFilter = {}): Promise<Record<Attention, Count>> {
  authorize(actor, "case:read");
  const { attention: _attention, sort: _sort, ...others } = filter;
  const n = others.q === undefined ? await counts(actor, others) : await countSearched(actor, others);
  return Object.fromEntries(ATTENTIONS.map((attention, at) => [attention, upToCap(n[at] ?? 0)])) as Record<
    Attention,
    Count
  >;
}

async function counts(actor: Actor, filter: CasesFilter): Promise<number[]> {
  const each = ATTENTIONS.map((one) => countOf(caseConditions(actor, { ...filter, attention: [one] }), MAX_ROWS));
  const query = sql`select jsonb_build_array(${sql.join(each, sql`, `)}) as n`;
  // Every board asks for those of all cases again and again, and to plan it takes longer than to carry it out. A plan kept for any filter
  // would not know how few cases one may have.
  const all = Object.values(filter).every((value) => value === undefined);
  const [row] = await (all ? preparedQuery<Row>(database(), query) : database().execute<Row>(query));
  return row?.n ?? [];
}

/** A search finds few cases: it runs once, and each of them is looked at for every reason. */
async function countSearched(actor: Actor, filter: CasesFilter): Promise<number[]> {
  const each = ATTENTIONS.map((one) => sql`count(*) filter (where ${ATTENTION[one](filter.status) ?? sql`true`})`);
  const [row] = await database()
    .select({ n: sql<number[]>`jsonb_build_array(${sql.join(each, sql`, `)})` })
    .from(cases)
    .where(or(...caseConditions(actor, filter)));
  return row?.n ?? [];
}
