import { sql } from "drizzle-orm";
import { type Database, database, type Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { HOUR_MS, type Rhythm, rhythmOf, WEEKS } from "./rhythm.ts";

/** Events that the worker has not counted yet are counted by the query, up to so many. */
const MAX_COUNTED_NOW = 20_000;
/** Eight weeks before the longest window, which is a week, and before each of the last seven days. */
const HISTORY_HOURS = (WEEKS + 2) * 168;

/** The newest message that was verified and new. */
export type LastMessage = { receivedAt: Date; messageId: string; refId: string | null };
export type SourceRhythm = { source: string; name: string; last: LastMessage | null; rhythm: Rhythm };

type Row = {
  now: Date;
  countedNow: number;
  sources: {
    source: string;
    name: string;
    hours: [hour: number, n: number][];
    first: number | null;
    last: { receivedAt: string; messageId: string; refId: string | null } | null;
  }[];
};

/** The rhythm of each source, for its readers. */
export async function listRhythms(actor: Actor): Promise<SourceRhythm[]> {
  authorize(actor, "provider:read");
  return readRhythms();
}

/**
 * The rhythm of each source. Past hours come from `hourly_figures` by its primary key, some 6,000 rows a source. Hours from the last one in
 * it on are counted by the index `events_received`, so that no source looks silent while no worker counts.
 */
export async function readRhythms(db: Pick<Tx | Database, "_"> = database()): Promise<SourceRhythm[]> {
  const [row] = await preparedQuery<Row>(
    db,
    sql`
    with reached as materialized (
      select coalesce((select max(hour) from hourly_figures where figure = 'events'),
        date_trunc('hour', now() - interval '8 days')) as at),
    newest as materialized (
      select source, received_at from events where received_at >= (select at from reached)
      order by received_at desc limit ${sql.raw(String(MAX_COUNTED_NOW))}),
    counted as materialized (
      select source, hour, sum(n)::float8 as n from hourly_figures
      where figure = 'events' and hour >= now() - interval '${sql.raw(String(HISTORY_HOURS))} hours'
        and hour < (select at from reached)
      group by source, hour
      union all
      select source, date_trunc('hour', received_at), count(*) from newest group by 1, 2),
    per_source as (
      select source, jsonb_agg(jsonb_build_array(extract(epoch from hour) / 3600, n)) as hours,
        extract(epoch from min(hour)) / 3600 as first
      from counted group by source)
    select now() as now, (select count(*) from newest)::int as counted_now,
      (select jsonb_agg(jsonb_build_object('source', slug, 'name', name, 'hours', coalesce(hours, '[]'), 'first', first,
        'last', (
          select jsonb_build_object('receivedAt', received_at, 'messageId', message_id, 'refId', ref_id) from events
          where events.source = slug and received_at = coalesce(
            (select max(received_at) from newest where newest.source = slug),
            (select max(received_at) from events as older
             where older.source = slug and received_at >= last_hour and received_at < last_hour + interval '1 hour'))
          order by id desc limit 1)) order by created_at, slug)
      from sources left join per_source on per_source.source = slug cross join lateral (
        select max(hour) as last_hour from hourly_figures where figure = 'events' and hourly_figures.source = slug)) as sources`,
  );
  return (row?.sources ?? []).map(({ source, name, hours, first, last: found }) => {
    const now = row?.now ?? new Date();
    const last = found && { ...found, receivedAt: new Date(found.receivedAt) };
    const firstHour = first ?? Math.floor(now.getTime() / HOUR_MS);
    const complete = (row?.countedNow ?? 0) < MAX_COUNTED_NOW;
    const lastAt = last?.receivedAt ?? null;
    return { source, name, last, rhythm: rhythmOf({ counts: new Map(hours), firstHour, lastAt, now, complete }) };
  });
}
