import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/pool";
import type { CaseState, CasewireState, Pending, StateReader } from "./casewire-state.ts";

type CaseRow = { ref_id: string; status: CaseState["status"]; episode: number; done: string[]; dead_runs: number };

type Selection = { source: string; refIds: readonly string[]; messageIds: readonly string[] };

/** By SQL. */
export function stateFromDatabase(database: Database, of: Selection): StateReader {
  return { pending: () => pending(database, of), read: () => read(database, of) };
}

async function pending(database: Database, { source, refIds, messageIds }: Selection): Promise<Pending> {
  const [counts] = await database.execute<Pending>(sql`
    select
      (select count(*)::int from runs
        where source = ${source} and ref_id in ${texts(refIds)} and state in ('queued', 'running')
          and event_id is not null) as runs,
      (select count(*)::int from events
        where source = ${source} and message_id in ${texts(messageIds)} and verdict is null) as events`);
  return counts ?? { runs: 0, events: 0 };
}

async function read(database: Database, { source, refIds, messageIds }: Selection): Promise<CasewireState> {
  const cases = await database.execute<CaseRow>(sql`
    select ref_id, status, episode,
      to_jsonb(array(
        select key from effects where source = cases.source and ref_id = cases.ref_id and state = 'done' order by id)) as done,
      (select count(*)::int from runs
        where source = cases.source and ref_id = cases.ref_id and state = 'dead' and latest
          and event_id is not null) as dead_runs
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
