import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { countCases } from "./count-cases.ts";
import { countHours } from "./count-hours.ts";
import { PROGRESS } from "./figures.ts";

/**
 * Counts all that is new since the last time. Safe beside others and under a kill: each transaction leaves whole hours and whole cases.
 * Returns false, with nothing or little done, where another process counts at the moment.
 */
export async function countFigures(signal: AbortSignal): Promise<boolean> {
  return (await countHours(signal)) && (await countCases(signal));
}

/** The same for a worker of several: what another one counted within the last `seconds` is not counted again. */
export async function countFiguresUnlessCounted(signal: AbortSignal, seconds: number): Promise<void> {
  const [fresh] = await database().execute(sql`
    select from figure_progress where name = ${PROGRESS.cases} and updated_at > now() - make_interval(secs => ${seconds})`);
  if (!fresh) await countFigures(signal);
}
