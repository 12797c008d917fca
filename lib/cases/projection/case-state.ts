import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type CaseName, places } from "#lib/runs/lock-case";
import type { CaseStatus } from "./lifecycle.ts";
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

type EpisodeRow = {
  status: CaseStatus;
  previous_status: CaseStatus;
  reason: string | null;
  status_since: string;
  gap: boolean;
  conflict: boolean;
  status_event_id: number;
};
type Row = Omit<EpisodeRow, "status_event_id"> & {
  place: number;
  id: string;
  episode: number;
  status_event_id: string;
  episodes: (EpisodeRow & { number: number; opened_at: string })[];
};

/** Reads cases, in the order given. Under their locks what is read stays so. */
export async function readCases(tx: Tx, cases: readonly CaseName[]): Promise<CaseState[]> {
  const asked = preparedQuery<Row>(
    tx,
    sql`
    select place, id, episode, status, previous_status, reason, status_since, gap, conflict, status_event_id, (
        select coalesce(jsonb_agg(to_jsonb(episodes)), '[]') from episodes where case_id = cases.id
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

function storedCase(row: Row): StoredCase {
  return {
    id: Number(row.id),
    current: { number: row.episode, ...standing(row) },
    episodes: row.episodes.map((episode) => ({
      number: episode.number,
      openedAt: new Date(episode.opened_at),
      ...standing(episode),
    })),
  };
}

function standing(row: Omit<EpisodeRow, "status_event_id"> & { status_event_id: string | number }) {
  return {
    status: row.status,
    previousStatus: row.previous_status,
    reason: row.reason,
    statusSince: new Date(row.status_since),
    gap: row.gap,
    conflict: row.conflict,
    statusEventId: Number(row.status_event_id),
  };
}
