import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { cases, episodes } from "#db/schema";
import type { Episode, Projection } from "./projection.ts";

/**
 * Makes the rows of a case say what its projection says. Rows that already do are not touched, people's fields never. Call it under
 * `lockCase`.
 */
export async function writeCase(
  tx: Tx,
  source: string,
  refId: string,
  { current, episodes: all, verdicts }: Projection,
): Promise<void> {
  if (!current) return;
  await writeVerdicts(tx, verdicts);
  const caseId = await writeCurrent(tx, source, refId, current);
  for (const episode of all) await writeEpisode(tx, caseId, episode);
  await tx.execute(sql`delete from episodes where case_id = ${caseId} and number > ${all.length}`);
}

async function writeVerdicts(tx: Tx, verdicts: Projection["verdicts"]): Promise<void> {
  const placed = JSON.stringify([...verdicts].map(([id, place]) => ({ id, ...place })));
  await tx.execute(sql`
    update events set verdict = placed.verdict, episode = placed.episode
    from jsonb_to_recordset(${placed}::jsonb) as placed (id bigint, verdict event_verdict, episode int)
    where events.id = placed.id
      and (events.verdict, events.episode) is distinct from (placed.verdict, placed.episode)`);
}

async function writeCurrent(tx: Tx, source: string, refId: string, current: Episode): Promise<number> {
  const { number: episode, openedAt: _, ...columns } = current;
  const excluded = sql`(excluded.episode, excluded.status, excluded.previous_status, excluded.reason, excluded.status_since,
    excluded.gap, excluded.conflict, excluded.status_event_id)`;
  const [written] = await tx
    .insert(cases)
    .values({ source, refId, episode, ...columns, newsAt: sql`now()` })
    .onConflictDoUpdate({
      target: [cases.source, cases.refId],
      set: { episode, ...columns, newsAt: sql`now()`, removedAt: null },
      setWhere: sql`(${cases.episode}, ${cases.status}, ${cases.previousStatus}, ${cases.reason}, ${cases.statusSince},
        ${cases.gap}, ${cases.conflict}, ${cases.statusEventId}) is distinct from ${excluded}`,
    })
    .returning({ id: cases.id });
  if (written) return written.id;
  const [found] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(sql`${cases.source} = ${source} and ${cases.refId} = ${refId}`);
  if (!found) throw new Error("the case was neither written nor found");
  return found.id;
}

async function writeEpisode(tx: Tx, caseId: number, episode: Episode): Promise<void> {
  await tx
    .insert(episodes)
    .values({ caseId, ...episode })
    .onConflictDoUpdate({
      target: [episodes.caseId, episodes.number],
      set: episode,
      setWhere: sql`(${episodes.status}, ${episodes.previousStatus}, ${episodes.reason}, ${episodes.openedAt},
        ${episodes.statusSince}, ${episodes.gap}, ${episodes.conflict}, ${episodes.statusEventId}) is distinct from
        (excluded.status, excluded.previous_status, excluded.reason, excluded.opened_at, excluded.status_since,
        excluded.gap, excluded.conflict, excluded.status_event_id)`,
    });
}
