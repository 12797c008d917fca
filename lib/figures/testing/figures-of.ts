import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { events } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import type { Figure } from "#lib/figures/figures";
import { runNow } from "#lib/handlers/testing/run-now";

type Given = Parameters<typeof storeEvent>[0];
type Status = NonNullable<Given["status"]>;

/** A message of a case that arrived `lagMs` after it was made, and update-case has run on it. */
export async function receive(
  refId: string,
  [previousStatus, status]: [Status, Status],
  at: string,
  { lagMs = 0, ...rest }: Given & { lagMs?: number } = {},
) {
  const occurredAt = new Date(at);
  const event = await storeEvent({ refId, previousStatus, status, occurredAt, ...rest });
  await database()
    .update(events)
    .set({ receivedAt: new Date(occurredAt.getTime() + lagMs) })
    .where(sql`id = ${event.id}`);
  await runNow(event, "update-case");
  return event;
}

/** The stored rows of a figure: hour or day, label, count. */
export async function storedFigure(figure: Figure): Promise<string[]> {
  const rows = await database().execute<{ line: string }>(sql`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24') || ' ' || label || ' ' || n as line
    from hourly_figures where figure = ${figure} order by hour, source, label`);
  return rows.map(({ line }) => line);
}

/** Every stored row, to be compared. */
export async function allFigures() {
  return database().execute(sql`
    select figure, hour, source, label, n, round(total) as total from hourly_figures order by figure, hour, source, label`);
}
