import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import type { Count } from "./count-cases.ts";

/**
 * Up to this many cases the median is exact; beyond, it is that of a sample of about as many. The sample reads pages of all cases, most of
 * them ended: one of 2,000 took as long as the rest of the board.
 */
const EXACT_UP_TO = 500;

/** A terminal state has none: its median would say how long ago the installation began. */
export type Median = { milliseconds: number; about: boolean };

/** How long half of the cases of each open status have been in it. `totals`: the counts of all cases. No entry where a status has none. */
export async function medianTime(
  actor: Actor,
  totals: Record<CaseStatus, Count>,
): Promise<Partial<Record<CaseStatus, Median>>> {
  authorize(actor, "case:read");
  const medians = (["IN_PROGRESS", "IN_REVIEW"] as const).map(async (status) => {
    const about = totals[status].n > EXACT_UP_TO;
    const sample = about ? sql`tablesample system (${(100 * EXACT_UP_TO) / totals[status].n})` : sql``;
    const [row] = await database().execute<{ milliseconds: number | null }>(sql`
      select (extract(epoch from now() - percentile_disc(0.5) within group (order by status_since)) * 1000)::float8
        as milliseconds
      from cases ${sample} where status = ${status}`);
    return [status, typeof row?.milliseconds === "number" ? { milliseconds: row.milliseconds, about } : null] as const;
  });
  return Object.fromEntries((await Promise.all(medians)).filter(([, median]) => median !== null));
}
