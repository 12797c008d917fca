import { sql } from "drizzle-orm";
import type { Database } from "#db/pool";

/** The environment of the worker that removes. */
export const RETENTION = { RETENTION_RECEIPTS_DAYS: "30", RETENTION_CASES_DAYS: "365" };
/** The number of kinds that these two variables remove. */
const KINDS = 3;
const AGED = "31 days";
const CASES_AGED = "400 days";
/** Several batches. */
const OLD = 5000;
const YOUNG = 500;
const ENDED = sql`cases.status in ('COMPLETED', 'REJECTED')`;
/** The remote address of the young receipts. */
const YOUNG_FROM = "192.0.2.3";

/** How many must be removed, and how many young receipts must stay: those of a removed case are removed with it. */
export type Due = { receipts: number; cases: number; youngKept: number };

/** Makes all rows old enough to be removed, places one ended case on hold, and adds old and young receipts. */
export async function ageAll(database: Database): Promise<Due> {
  await database.execute(sql`
    update cases set held = true
    where id = (select min(id) from cases where ${ENDED})`);
  await addReceipts(database, { count: OLD, from: "192.0.2.1" });
  await database.execute(sql`update receipts set received_at = now() - ${AGED}::interval`);
  await database.execute(sql`update cases set last_change_at = now() - ${CASES_AGED}::interval`);
  await addReceipts(database, { count: YOUNG, from: YOUNG_FROM });
  const [due] = await database.execute<Due>(sql`
    select (select count(*) from ${past} where not held)::int as receipts,
      (select count(*) from cases where ${ENDED} and not held)::int as cases,
      (select count(*) from receipts join events on events.id = event_id
        join cases on cases.source = events.source and cases.ref_id = events.ref_id
        where remote_address = ${YOUNG_FROM} and (held or not ${ENDED}))::int as "youngKept"`);
  if (!due) throw new Error("a count is always one row");
  return due;
}

/** Adds receipts, spread over the events of cases. */
async function addReceipts(database: Database, { count, from }: { count: number; from: string }): Promise<void> {
  await database.execute(sql`
    with of_cases as (select id, row_number() over (order by id) as n, count(*) over () as all from events where episode is not null)
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, outcome, response_status, duration_ms,
      event_id)
    select 'vove', now(), ${from}, '[]', 2, '', 'duplicate', 200, 1, of_cases.id
    from generate_series(1, ${count}::int) as nth join of_cases on of_cases.n = 1 + nth % of_cases.all`);
}

/** Receipts of events that are older than their retention. */
const past = sql`(
  select coalesce(cases.held, false) as held from receipts join events on events.id = receipts.event_id
  left join cases on cases.source = events.source and cases.ref_id = events.ref_id
  where receipts.received_at < now() - interval '30 days') as past`;

/** Whether nothing more is due, and every removal has its audit entry. */
export async function sweepEnded(database: Database): Promise<boolean> {
  const [row] = await database.execute<{ ended: boolean }>(sql`
    select (select count(*) from retention_walks where reached is not null) = ${KINDS}
      and not exists (select from removals where ended_at is null) as ended`);
  return row?.ended === true;
}

/** A sentence for each difference between what was due, what was removed and what the audit log says. */
export async function compareRemoved(database: Database, due: Due): Promise<string[]> {
  const [found] = await database.execute<Record<string, number>>(sql`
    select (select count(*) from ${past} where not held)::int as "receipts past their time were left",
      (select count(*) from receipts where remote_address = ${YOUNG_FROM})::int - ${due.youngKept}::int as "young receipts too many",
      (select (count(*) = 0)::int from ${past} where held) as "held case lost its receipts",
      (select count(*) from cases where held and removed_at is not null)::int as "held cases were emptied",
      (select count(*) from cases where removed_at is not null)::int - ${due.cases}::int as "cases too many were emptied",
      (select count(*) from events join cases using (source, ref_id)
        where (cases.removed_at is null) <> (events.removed_at is null))::int as "events do not go with their case",
      ${counted("receipts")} - ${due.receipts}::int as "receipts too many are counted as removed",
      ${counted("cases")} - ${due.cases}::int as "cases too many are counted as emptied",
      ${audited("receipts")} - ${due.receipts}::int as "receipts too many stand in the audit log",
      ${audited("cases")} - ${due.cases}::int as "cases too many stand in the audit log"`);
  return Object.entries(found ?? {}).flatMap(([what, n]) => (n === 0 ? [] : [`${n} ${what}.`]));
}

function counted(kind: string) {
  return sql`(select coalesce(sum(count), 0) from removals where kind = ${kind})::int`;
}

function audited(kind: string) {
  return sql`(select coalesce(sum((detail->>'count')::int), 0) from audit_entries
    where action = 'removal.ended' and detail->>'kind' = ${kind})::int`;
}
