import { or, type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { caseConditions } from "#lib/cases/board/case-conditions";
import { listViews } from "./list-views.ts";
import { viewFilter } from "./view-query.ts";

/** Beyond this the number says no more. */
const MAX_NEW = 99;
/** The latest events whose cases are looked at: with 2,000 the counts of 20 views took about as long as a board. */
const MAX_EVENTS = 2000;
/** An event is applied some time after it was received. */
const APPLIED_WITHIN_MINUTES = 10;
/** The sidebar shows a number beside so many views. */
const MAX_COUNTED = 30;

/** `capped`: there may be more. */
export type NewCount = { n: number; capped: boolean };

/**
 * How many cases of each saved view an event changed since the person last opened it; views never opened are left out. One statement: the
 * cases of the latest events (events_received), each looked at for each view.
 */
export async function countNew(actor: UserActor): Promise<Record<string, NewCount>> {
  authorize(actor, "case:read");
  const visits = await database().execute<{ viewId: string; at: string }>(
    sql`select view_id as "viewId", at::text as at from saved_view_visits where user_id = ${actor.id}`,
  );
  const visitedAt = new Map(visits.map(({ viewId, at }) => [viewId, at]));
  const views = (await listViews(actor)).filter(({ id }) => visitedAt.has(id)).slice(0, MAX_COUNTED);
  if (views.length === 0) return {};
  const since = (id: string) => sql`${visitedAt.get(id)}::timestamptz`;
  const counts = views.map(({ id, query }) => {
    const chosen: SQL = or(...caseConditions(actor, viewFilter(query)).map((where) => where ?? sql`true`)) ?? sql`true`;
    return sql`count(*) filter (where ${cases.lastChangeAt} > ${since(id)} and (${chosen}))`;
  });
  const oldest = sql`least(${sql.join(
    views.map(({ id }) => since(id)),
    sql`, `,
  )})`;
  const [row] = await database().execute<{ n: number[]; events: number }>(sql`
    with latest as materialized (
      select source, ref_id from events
      where received_at > ${oldest} - make_interval(mins => ${APPLIED_WITHIN_MINUTES}) and ref_id is not null
      order by received_at desc limit ${MAX_EVENTS})
    select jsonb_build_array(${sql.join(counts, sql`, `)}) as n, (select count(*)::int from latest) as events
    from cases where (source, ref_id) in (select source, ref_id from latest)`);
  const all = (row?.events ?? 0) < MAX_EVENTS;
  return Object.fromEntries(
    views.map(({ id }, at) => {
      const n = row?.n[at] ?? 0;
      return [id, { n: Math.min(n, MAX_NEW), capped: n > MAX_NEW || (!all && n > 0) }];
    }),
  );
}
