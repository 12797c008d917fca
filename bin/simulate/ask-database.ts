import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/pool";
import type { Asked, Findings, FoundCase, Waiting } from "./findings.ts";

type CaseRow = { ref_id: string; status: FoundCase["status"]; episode: number; done: string[]; dead_runs: number };

type Of = { source: string; refIds: readonly string[]; messageIds: readonly string[] };

/** Asks the database what became of the cases and messages of one simulation. */
export function askDatabase(database: Database, of: Of): Asked {
  return { waiting: () => waiting(database, of), found: () => found(database, of) };
}

async function waiting(database: Database, { source, refIds, messageIds }: Of): Promise<Waiting> {
  const [counts] = await database.execute<Waiting>(sql`
    select
      (select count(*)::int from runs
        where source = ${source} and ref_id in ${texts(refIds)} and state in ('queued', 'running')) as runs,
      (select count(*)::int from events
        where source = ${source} and message_id in ${texts(messageIds)} and verdict is null) as events`);
  return counts ?? { runs: 0, events: 0 };
}

async function found(database: Database, { source, refIds, messageIds }: Of): Promise<Findings> {
  const cases = await database.execute<CaseRow>(sql`
    select ref_id, status, episode,
      to_jsonb(array(
        select key from effects where source = cases.source and ref_id = cases.ref_id and state = 'done' order by id)) as done,
      (select count(*)::int from runs
        where source = cases.source and ref_id = cases.ref_id and state = 'dead' and latest) as dead_runs
    from cases where source = ${source} and ref_id in ${texts(refIds)}`);
  const events = await database.execute<{ message_id: string }>(sql`
    select message_id from events where source = ${source} and message_id in ${texts(messageIds)}`);
  return {
    cases: new Map(
      cases.map((row) => [
        row.ref_id,
        { status: row.status, episode: row.episode, done: row.done, deadRuns: row.dead_runs },
      ]),
    ),
    events: new Set(events.map((row) => row.message_id)),
  };
}

function texts(all: readonly string[]): SQL {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(all)}::jsonb))`;
}
