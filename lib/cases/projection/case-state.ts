import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type CaseKey, caseRows } from "#lib/runs/lock-case";
import { type Projected, projectCases } from "./project-case.ts";
import type { Episode } from "./projection.ts";

/** A case as its rows say, which may lag behind its events. */
export type StoredCase = {
  id: number;
  /** The current episode; the case has no `openedAt`. */
  current: Omit<Episode, "openedAt">;
  episodes: Episode[];
  /** A person settled the gap or the conflict of the current episode. */
  gapSettled: boolean;
  conflictSettled: boolean;
};

/** A case as its events and as its rows say. Without rows, `stored` is undefined. */
export type CaseState = CaseKey & Projected & { stored: StoredCase | undefined };

type Row = StoredCase["current"] &
  Pick<StoredCase, "id" | "gapSettled" | "conflictSettled"> & {
    index: number;
    /** JSON holds its times as text. */
    episodes: (Omit<Episode, "openedAt" | "statusSince"> & { openedAt: string; statusSince: string })[];
  };

/** Reads cases, in the order given. Call it under their locks, so that nothing changes before `writeCases`. */
export async function readCases(tx: Tx, cases: readonly CaseKey[]): Promise<CaseState[]> {
  const asked = preparedQuery<Row>(
    tx,
    sql`
    select index, id, episode as number, status, previous_status, reason, status_since, gap, conflict, status_event_id, gap_settled, conflict_settled, (
        select coalesce(jsonb_agg(jsonb_build_object('number', number, 'status', status, 'previousStatus', previous_status,
          'reason', reason, 'openedAt', opened_at, 'statusSince', status_since, 'gap', gap, 'conflict', conflict,
          'statusEventId', status_event_id)), '[]')
        from episodes where case_id = cases.id
      ) as episodes
    from ${caseRows(cases)} join cases on cases.source = asked.source and cases.ref_id = asked.ref_id`,
  );
  // Pipelined: the second is sent without waiting for the answer to the first.
  const [rows, projected] = await Promise.all([asked, projectCases(tx, cases)]);
  const stored = new Map(rows.map((row) => [row.index, storedCase(row)]));
  return cases.map(({ source, refId }, index) => {
    return { source, refId, ...(projected[index] as Projected), stored: stored.get(index) };
  });
}

function storedCase({ index: _, id, episodes, gapSettled, conflictSettled, ...current }: Row): StoredCase {
  return {
    id,
    gapSettled,
    conflictSettled,
    current,
    episodes: episodes.map((episode) => ({
      ...episode,
      openedAt: new Date(episode.openedAt),
      statusSince: new Date(episode.statusSince),
    })),
  };
}
