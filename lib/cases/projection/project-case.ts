import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type CaseKey, caseRows } from "#lib/runs/lock-case";
import { type ProjectedEvent, type Projection, project, type Verdict } from "./projection.ts";

/** What is stored of one case's events: what they say together, and where each was placed last. */
export type Projected = {
  projection: Projection;
  placed: Map<number, { verdict: Verdict; episode: number } | null>;
  events: readonly ProjectedEvent[];
};

type Row = {
  index: number;
  id: number;
  messageId: string;
  status: ProjectedEvent["status"];
  previousStatus: ProjectedEvent["previousStatus"];
  reason: string | null;
  occurredAt: Date;
  verdict: Verdict | null;
  episode: number | null;
};

/** Folds the events stored of a case. What the sender's other products say of the same refId is left out. */
export async function projectCase(tx: Tx, source: string, refId: string): Promise<Projection> {
  const [projected] = await projectCases(tx, [{ source, refId }]);
  return projected?.projection ?? project([]);
}

/** Folds the events of each case by itself, all read at once. In the order given. */
export async function projectCases(tx: Tx, cases: readonly CaseKey[]): Promise<Projected[]> {
  const events = cases.map(() => [] as ProjectedEvent[]);
  const placed: Projected["placed"][] = cases.map(() => new Map());
  // `offset 0` keeps one look by the index for each case: joined, a plan made while the table was small would read all of it.
  const rows = await preparedQuery<Row>(
    tx,
    sql`
    select index, event.* from ${caseRows(cases)}
    cross join lateral (
      select id, message_id, status, previous_status, reason, occurred_at, verdict, episode from events
      where events.source = asked.source and events.ref_id = asked.ref_id and status is not null and previous_status is not null
      offset 0
    ) as event`,
  );
  for (const { index, verdict, episode, ...event } of rows) {
    events[index]?.push(event);
    placed[index]?.set(event.id, verdict === null || episode === null ? null : { verdict, episode });
  }
  return cases.map((_, index) => ({
    projection: project(events[index] ?? []),
    placed: placed[index] ?? new Map(),
    events: events[index] ?? [],
  }));
}
