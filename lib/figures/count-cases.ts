import { type SQL, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { type Database, type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type CaseStep, type Contribution, contributionOf } from "./case-contribution.ts";
import { lockFigures } from "./count-hours.ts";
import { PROGRESS } from "./figures.ts";

/** Cases counted in one transaction: 0.3 s on two cores. */
const MAX_CASES = 1000;
/** Runs looked through in one transaction for the cases that they changed. */
const MAX_RUNS = 3000;
/** A run's end is committed so long after the time it bears, at most: it holds for a transaction's longest statement twice over. */
const OVERLAP_SECONDS = 120;

/** A case as it was counted last, and as its events say. */
export type CountedCase = { caseId: number; source: string; before: CaseStep[] | null; steps: CaseStep[] };

/**
 * Brings the daily figures up to what the cases' events say: first of the cases that handlers ran for since the last time, then of those that
 * were never counted. Returns false where another process counts.
 */
export async function countCases(signal: AbortSignal): Promise<boolean> {
  const start = await transaction(startOfPass);
  if (start === undefined) return false;
  for (let place: Place | undefined = start.place; place && !signal.aborted; ) {
    place = await transaction((tx) => countChanged(tx, place as Place, start.now));
  }
  while (!signal.aborted && (await transaction(countNew)) > 0) {}
  return true;
}

/** A run in the order of `runs_ended`; times as PostgreSQL writes them. */
type Place = { at: string; id: string };

async function startOfPass(tx: Tx): Promise<{ place: Place; now: string } | undefined> {
  if (!(await lockFigures(tx))) return undefined;
  // Without a row all cases are new, and are counted with what handlers do from here on.
  await tx.execute(
    sql`insert into figure_progress (name, reached) values (${PROGRESS.cases}, now()) on conflict do nothing`,
  );
  const [row] = await tx.execute<{ at: string; now: string }>(sql`
    select (reached - make_interval(secs => ${OVERLAP_SECONDS}))::text as at, now()::text as now
    from figure_progress where name = ${PROGRESS.cases}`);
  return row && { place: { at: row.at, id: "0" }, now: row.now };
}

/** Counts the cases of the next runs after a place. Returns the place of the last one; undefined after the last run. */
async function countChanged(tx: Tx, { at, id }: Place, now: string): Promise<Place | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
  const ended = await tx.execute<{ at: string; id: string; source: string; refId: string }>(sql`
    select ended_at::text as at, id::text as id, source, ref_id as "refId" from runs
    where ended_at is not null and delivery_id is null
      and (ended_at > ${at}::timestamptz or ended_at = ${at}::timestamptz and id > ${id}::bigint)
    order by ended_at, id limit ${MAX_RUNS}`);
  const keys = [
    ...new Map(ended.map(({ source, refId }) => [JSON.stringify([source, refId]), { source, refId }])).values(),
  ];
  for (let first = 0; first < keys.length; first += MAX_CASES) {
    const some = JSON.stringify(keys.slice(first, first + MAX_CASES));
    await countThese(
      tx,
      sql`
      select cases.id, cases.source, cases.ref_id from jsonb_to_recordset(${some}::jsonb) as given (source text, "refId" text)
      join cases on cases.source = given.source and cases.ref_id = given."refId"`,
    );
  }
  const last = ended.length < MAX_RUNS ? undefined : ended.at(-1);
  await tx.execute(sql`
    update figure_progress set reached = greatest(reached, ${last?.at ?? now}::timestamptz), updated_at = now()
    where name = ${PROGRESS.cases}`);
  return last && { at: last.at, id: last.id };
}

/** Counts the next cases by id that no run of this time has named. Returns how many there were. */
async function countNew(tx: Tx): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
  const [next] = await tx.execute<{ n: number; last: string | null }>(sql`
    select count(*)::int as n, max(id)::text as last from (
      select id from cases where id > (select place from figure_progress where name = ${PROGRESS.cases}) order by id limit ${MAX_CASES}) as batch`);
  if (!next?.last) return 0;
  await countThese(
    tx,
    sql`
    select id, source, ref_id from cases
    where id > (select place from figure_progress where name = ${PROGRESS.cases}) and id <= ${next.last}::bigint`,
  );
  await tx.execute(sql`
    update figure_progress set place = ${next.last}::bigint, updated_at = now() where name = ${PROGRESS.cases}`);
  return next.n;
}

/** Counts the cases that `chosen` selects (id, source, ref_id): takes out of the figures what they added before, and adds what they add now. */
export async function countThese(tx: Tx, chosen: SQL): Promise<void> {
  const changed = (await readSteps(tx, chosen)).filter(
    ({ before, steps }) => JSON.stringify(before) !== JSON.stringify(steps),
  );
  if (changed.length === 0) return;
  await addToFigures(tx, differences(changed));
  await tx.execute(sql`
    insert into counted_cases (case_id, source, steps)
    select "caseId", source, steps from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given ("caseId" bigint, source text, steps jsonb)
    on conflict (case_id) do update set steps = excluded.steps`);
}

/** The steps of the chosen cases: the events that changed them, in the order of the event clock. Only codes are kept of reasons, as retention does. */
export function readSteps(tx: Tx | Database, chosen: SQL): Promise<CountedCase[]> {
  return preparedQuery<CountedCase>(
    tx,
    sql`
    select chosen.id as case_id, chosen.source, counted_cases.steps as before, coalesce(step.steps, '[]') as steps
    from (${chosen}) as chosen
    left join counted_cases on counted_cases.case_id = chosen.id
    cross join lateral (
      select jsonb_agg(jsonb_build_array(episode, status, (extract(epoch from occurred_at) * 1000)::bigint,
          case when status = 'REJECTED' and reason ~ '^[A-Z][A-Z0-9_]{0,63}$' then reason end)
        order by episode, occurred_at, status, id) as steps
      from events
      -- events_case
      where events.source = chosen.source and events.ref_id = chosen.ref_id and verdict in ('applied', 'gap', 'late')
    ) as step`,
  );
}

type Change = Omit<Contribution, "day"> & { day: string; source: string };

/** What the cases add now without what they added before, added up by row; rows that come out the same are left out. */
export function differences(cases: readonly CountedCase[]): Change[] {
  const sums = new Map<string, Change>();
  const add = (source: string, sign: 1 | -1, { figure, day, label, n, total }: Contribution) => {
    const key = JSON.stringify([figure, day, source, label]);
    const sum = sums.get(key) ?? { figure, day: new Date(day).toISOString(), source, label, n: 0, total: 0 };
    sums.set(key, { ...sum, n: sum.n + sign * n, total: sum.total + sign * total });
  };
  for (const { source, before, steps } of cases) {
    for (const one of contributionOf(before ?? [])) add(source, -1, one);
    for (const one of contributionOf(steps)) add(source, 1, one);
  }
  return [...sums.values()].filter(({ n, total }) => n !== 0 || total !== 0);
}

async function addToFigures(tx: Tx, changes: readonly Change[]): Promise<void> {
  await tx.execute(sql`
    with added as (
      insert into hourly_figures as stored (figure, hour, source, label, n, total)
      select figure, day, source, label, n, total
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
        as given (figure text, day timestamptz, source text, label text, n bigint, total float8)
      on conflict (figure, hour, source, label) do update set n = stored.n + excluded.n, total = stored.total + excluded.total
      returning figure, hour, source, label, n)
    select count(*) from added`);
  // A statement of its own, which sees the rows of the one before.
  await tx.execute(sql`
    delete from hourly_figures as stored
    using jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as given (figure text, day timestamptz, source text, label text)
    where stored.figure = given.figure and stored.hour = given.day and stored.source = given.source and stored.label = given.label and stored.n = 0`);
}
