import { and, eq, sql } from "drizzle-orm";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { publishSoon } from "#lib/live/publish";

/** How far an export is. Whoever makes its bytes counts the rows; `bytes` is what the reader has taken. */
export type Progress = { rows: number; bytes: number; total?: number | undefined };

/** An export whose process gives no sign for this long is taken for lost. */
export const MAX_SILENT_SECONDS = 60;

const isRunning = (exportId: number) => and(eq(exports.id, exportId), eq(exports.state, "running"));

/** Stores how far an export is. False when it has ended, as when a person cancelled it. */
export async function advanceExport(exportId: number, { rows, bytes, total }: Progress): Promise<boolean> {
  const advanced = await database()
    .update(exports)
    .set({ rows, bytes, total: total ?? null, advancedAt: sql`now()` })
    .where(isRunning(exportId))
    .returning({ id: exports.id });
  publishSoon("exports");
  return advanced.length > 0;
}

/** Ends an export, unless it has ended. */
export async function endExport(
  exportId: number,
  state: "finished" | "failed" | "cancelled",
  { rows, bytes, total }: Progress,
): Promise<void> {
  await database()
    .update(exports)
    .set({ state, rows, bytes, total: total ?? null, endedAt: sql`now()` })
    .where(isRunning(exportId));
  publishSoon("exports");
}

/** Ends the exports whose process was killed, and those that nobody downloaded. Returns how many. */
export async function endAbandonedExports(): Promise<number> {
  const ended = await database().execute(sql`
    update exports set ended_at = now(),
      state = case when advanced_at is null then 'cancelled'::export_state else 'failed'::export_state end
    where state = 'running' and coalesce(advanced_at, started_at) < now() - make_interval(secs => ${MAX_SILENT_SECONDS})
    returning id`);
  if (ended.length > 0) publishSoon("exports");
  return ended.length;
}
