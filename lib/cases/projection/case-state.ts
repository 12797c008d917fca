import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type CaseName, places } from "#lib/runs/lock-case";
import { type Projected, projectCases } from "./project-case.ts";
import type { Episode } from "./projection.ts";

/** A case as its rows tell it, which may be behind its events. */
export type StoredCase = {
  id: number;
  /** Where it stands; `openedAt` is not kept with the case. */
  current: Omit<Episode, "openedAt">;
  episodes: Episode[];
};

/** A case as its events tell it and as its rows do; no rows yet, no `stored`. */
export type CaseState = CaseName & Projected & { stored: StoredCase | undefined };

type Row = StoredCase["current"] & {
  place: number;
  id: number;
  /** JSON holds its times as text. */
  episodes: (Omit<Episode, "openedAt" | "statusSince"> & { openedAt: string; statusSince: string })[];
};

/** Reads cases, in the order given. Under their locks what is read stays so. */
export async function readCases(tx: Tx, cases: readonly CaseName[]): Promise<CaseState[]> {
  const asked = preparedQuery<Row>(
    tx,
    sql`
    select place, id, episode as number, status, previous_status, reason, status_since, gap, conflict, status_event_id, (
        select coalesce(jsonb_agg(jsonb_build_object('number', number, 'status', status, 'previousStatus', previous_status,
          'reason', reason, 'openedAt', opened_at, 'statusSince', status_since, 'gap', gap, 'conflict', conflict,
          'statusEventId', status_event_id)), '[]')
        from episodes where case_id = cases.id
      ) as episodes
    from ${places(cases)} join cases on cases.source = asked.source and cases.ref_id = asked.ref_id`,
  );
  // Sent one behind the other, without waiting for the first's answer.
  const [rows, projected] = await Promise.all([asked, projectCases(tx, cases)]);
  const stored = new Map(rows.map((row) => [row.place, storedCase(row)]));
  return cases.map(({ source, refId }, place) => {
    const { projection, placed } = projected[place] as Projected;
    return { source, refId, projection, placed, stored: stored.get(place) };
  });
}

function storedCase({ place: _, id, episodes, ...current }: Row): StoredCase {
  return {
    id,
    current,
    episodes: episodes.map((episode) => ({
      ...episode,
      openedAt: new Date(episode.openedAt),
      statusSince: new Date(episode.statusSince),
    })),
  };
}
