import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { reasonRule } from "#lib/cases/sender-text";
import { may } from "#lib/permissions";
import { bucketOf, type Lasted } from "./buckets.ts";
import type { Span } from "./overview-selection.ts";
import { type FigureRow, readFigures, readProgress } from "./read-figures.ts";

/** Counts by day, of one kind. */
export type ByDay = { at: Date; label: string; n: number };
export type Stay = { status: "IN_PROGRESS" | "IN_REVIEW"; entered: number; running: number; lasted: Lasted[] };
/** `failed`: attempts that failed, those included after which it gave up. */
export type Attempts = { name: string; id: string; attempts: number; failed: number; gaveUp: number | null };

/** The figures of a time, counted by lib/figures; follow-ups and letters from their tables. */
export type OverviewFigures = {
  events: ByDay[];
  refusals: ByDay[];
  lag: { at: Date; lasted: Lasted[] }[];
  attempts: Attempts[];
  /** By week of opening; the label is that of the figure `onboardings`. */
  onboardings: ByDay[];
  ended: ByDay[];
  stays: Stay[];
  reasons: { reason: string; n: number }[];
  followUps: ByDay[];
  letters: ByDay[];
};

export type Overview = { countedUntil: Date | null; behind: boolean; figures: OverviewFigures; openByAge: OpenByAge[] };
export type OpenByAge = { status: "IN_PROGRESS" | "IN_REVIEW"; opened: Date; n: number };

/** The label of all that the actor may not tell apart: destinations, and reasons that may hold personal data. */
export const OTHERS = "*";

type Asked = Span & { source?: string | undefined };

/** All that the overview shows of a time. Holds no personal data; what a viewer may not tell apart is added up. */
export async function readOverview(actor: Actor, asked: Asked): Promise<Overview> {
  authorize(actor, "overview:read");
  const [progress, figures, openByAge] = await Promise.all([
    readProgress(),
    readSpan(actor, asked),
    readOpenByAge(asked.source),
  ]);
  return { ...progress, figures, openByAge };
}

/** The figures of a time alone: of the one before, to compare with. */
export async function readEarlier(actor: Actor, asked: Asked): Promise<OverviewFigures> {
  authorize(actor, "overview:read");
  return readSpan(actor, asked);
}

async function readSpan(actor: Actor, asked: Asked): Promise<OverviewFigures> {
  const [daily, lag, sums, onboardings, stays, followUps, letters, names] = await Promise.all([
    readFigures({ ...asked, figures: ["events", "refusals", "moves"], by: "day" }),
    readFigures({ ...asked, figures: ["lag"], by: "day" }),
    readFigures({ ...asked, figures: ["runs", "deliveries", "reasons"], by: "all" }),
    readFigures({ ...asked, figures: ["onboardings"], by: "week" }),
    readStays(asked),
    readFollowUps(asked),
    readLetters(asked),
    readDestinationNames(actor),
  ]);
  const of = (figure: string) => (row: FigureRow) => row.figure === figure;
  return {
    events: daily.filter(of("events")),
    refusals: daily.filter(of("refusals")),
    ended: daily.filter(({ figure, label }) => figure === "moves" && (label === "COMPLETED" || label === "REJECTED")),
    lag: [...Map.groupBy(lag, ({ at }) => at.getTime())].map(([at, rows]) => ({
      at: new Date(at),
      lasted: rows.map(({ label, n }) => ({ bucket: Number(label), ended: n, running: 0 })),
    })),
    attempts: [...attemptsOf(sums.filter(of("runs")), new Map()), ...attemptsOf(sums.filter(of("deliveries")), names)],
    onboardings,
    stays,
    reasons: reasonsFor(actor, sums.filter(of("reasons"))),
    followUps,
    letters,
  };
}

function attemptsOf(rows: readonly FigureRow[], names: ReadonlyMap<string, string>): Attempts[] {
  const isDelivery = rows[0]?.figure === "deliveries";
  const parts = rows.map(({ label, n }) => ({ label, n, at: label.lastIndexOf("/") }));
  const groups = Map.groupBy(parts, ({ label, at }) => {
    const id = label.slice(0, at);
    return isDelivery && !names.has(id) ? OTHERS : id;
  });
  return [...groups].map(([id, group]) => {
    const sum = (...outcomes: string[]) =>
      group.reduce((total, { label, n, at }) => (outcomes.includes(label.slice(at + 1)) ? total + n : total), 0);
    const attempts = sum("succeeded", "failed", "dead");
    return {
      id,
      name: names.get(id) ?? id,
      attempts,
      failed: sum("failed", "dead"),
      gaveUp: isDelivery ? null : sum("dead"),
    };
  });
}

/** Those whose names the actor may read. */
async function readDestinationNames(actor: Actor): Promise<Map<string, string>> {
  if ((actor.kind !== "user" && actor.kind !== "token") || !may(actor.role, "destination:read")) return new Map();
  const rows = await preparedQuery<{ id: string; name: string }>(database(), sql`select id, name from destinations`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function reasonsFor(actor: Actor, rows: readonly FigureRow[]): { reason: string; n: number }[] {
  const shown = (reason: string) => (mayReadReasons(actor) ? reason : (reasonRule(reason) ?? OTHERS));
  const groups = Map.groupBy(rows, ({ label }) => shown(label));
  return [...groups]
    .map(([reason, group]) => ({ reason, n: group.reduce((total, { n }) => total + n, 0) }))
    .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1));
}

export function mayReadReasons(actor: Actor): boolean {
  return (actor.kind === "user" || actor.kind === "token") && may(actor.role, "business:read");
}

/**
 * How long cases were in each status that they entered in the time. What was entered and not left still runs: those of one day count as having
 * lasted from its noon until now, so that their bucket is right to half a day.
 */
async function readStays({ from, to, source }: Asked): Promise<Stay[]> {
  const rows = await preparedQuery<{ status: Stay["status"]; at: Date; bucket: number | null; n: number }>(
    database(),
    sql`
    with chosen as materialized (
      select figure, hour, split_part(label, '/', 1) as status, split_part(label, '/', 2) as bucket, n
      from hourly_figures
      where figure = any(array['moves', 'stays']) and hour >= ${from.toISOString()}::timestamptz and hour < ${to.toISOString()}::timestamptz
        and coalesce(${source ?? null}::text, source) = source and label like 'IN_%'
    )
    select status, 'epoch'::timestamptz as at, bucket::int, sum(n)::float8 as n from chosen where figure = 'stays' group by 1, 3
    union all
    select status, hour, null, sum(case figure when 'moves' then n else -n end)::float8 from chosen group by 1, 2`,
  );
  const now = Date.now();
  return (["IN_PROGRESS", "IN_REVIEW"] as const).map((status) => {
    const own = rows.filter((row) => row.status === status);
    const left = own.flatMap(({ bucket, n }) => (bucket === null ? [] : [{ bucket, ended: n, running: 0 }]));
    const still = own.flatMap(({ bucket, at, n }) =>
      bucket !== null || n <= 0
        ? []
        : [{ bucket: bucketOf(Math.max(0, now - at.getTime() - 43_200_000)), ended: 0, running: n }],
    );
    const running = still.reduce((total, one) => total + one.running, 0);
    return {
      status,
      running,
      entered: running + left.reduce((total, one) => total + one.ended, 0),
      lasted: [...left, ...still],
    };
  });
}

/** Cases that are open now, by the day their onboarding began. */
function readOpenByAge(source: string | undefined): Promise<OpenByAge[]> {
  return preparedQuery<OpenByAge>(
    database(),
    sql`
    select split_part(label, '/', 1) as status, hour as opened, sum(n)::float8 as n
    from hourly_figures
    where figure = 'onboardings' and label like 'IN_%' and coalesce(${source ?? null}::text, source) = source
    group by 1, 2 order by 2`,
  );
}

/** Follow-ups opened and done, by day: from follow_ups_created and follow_ups_resolved. */
function readFollowUps({ from, to, source }: Asked): Promise<ByDay[]> {
  const [start, end] = [from.toISOString(), to.toISOString()];
  const ofSource =
    source === undefined
      ? sql``
      : sql`and exists (select from cases where cases.id = case_id and cases.source = ${source})`;
  return preparedQuery<ByDay>(
    database(),
    sql`
    select date_trunc('day', created_at, 'UTC') as at, 'opened' as label, count(*)::float8 as n from follow_ups
    where created_at >= ${start}::timestamptz and created_at < ${end}::timestamptz ${ofSource} group by 1
    union all
    select date_trunc('day', resolved_at, 'UTC'), 'done', count(*)::float8 from follow_ups
    where resolved_at >= ${start}::timestamptz and resolved_at < ${end}::timestamptz ${ofSource} group by 1 order by 1`,
  );
}

/** Letters by day and state: from effects_letters. */
function readLetters({ from, to, source }: Asked): Promise<ByDay[]> {
  return preparedQuery<ByDay>(
    database(),
    sql`
    select date_trunc('day', at, 'UTC') as at, state::text as label, count(*)::float8 as n from effects
    where handler = 'notify-customer' and at >= ${from.toISOString()}::timestamptz and at < ${to.toISOString()}::timestamptz
      and coalesce(${source ?? null}::text, source) = source
    group by 1, 2 order by 1`,
  );
}
