import { sql } from "drizzle-orm";
import type { Findings, FoundCase } from "#bin/simulate/findings";
import type { Database } from "#db/pool";

type CaseRow = { ref_id: string; status: FoundCase["status"]; episode: number; done: string[]; dead_runs: number };

/** Asks the database what became of the cases and messages of one simulation. */
export async function askDatabase(
  database: Database,
  source: string,
  refIds: readonly string[],
  messageIds: readonly string[],
): Promise<Findings> {
  const refs = sql`(select jsonb_array_elements_text(${JSON.stringify(refIds)}::jsonb))`;
  const cases = await database.execute<CaseRow>(sql`
    select ref_id, status, episode,
      to_jsonb(array(
        select key from effects where source = cases.source and ref_id = cases.ref_id and state = 'done' order by id)) as done,
      (select count(*)::int from runs
        where source = cases.source and ref_id = cases.ref_id and state = 'dead' and latest) as dead_runs
    from cases where source = ${source} and ref_id in ${refs}`);
  const events = await database.execute<{ message_id: string }>(sql`
    select message_id from events where source = ${source}
      and message_id in (select jsonb_array_elements_text(${JSON.stringify(messageIds)}::jsonb))`);
  const [waiting] = await database.execute<{ count: number }>(sql`
    select count(*)::int as count from runs
    where source = ${source} and ref_id in ${refs} and state in ('queued', 'running')`);
  return {
    cases: new Map(
      cases.map((row) => [
        row.ref_id,
        { status: row.status, episode: row.episode, done: row.done, deadRuns: row.dead_runs },
      ]),
    ),
    events: new Set(events.map((row) => row.message_id)),
    unfinished: waiting?.count ?? 0,
  };
}
