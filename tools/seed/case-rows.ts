import { cases, episodes } from "#db/schema";
import type { Life } from "./generate-messages.ts";
import type { Desk } from "./seed-context.ts";

export type StoredCase = typeof cases.$inferSelect;

/** The case and its episodes as its projection says; `eventIds` by position in the life. Undefined where no event tells of a case. */
export function addCase(
  desk: Desk,
  refId: string,
  { projection, arrivals }: Life,
  of: { eventIds: readonly number[]; assigneeId: string | null },
): StoredCase | undefined {
  const { current } = projection;
  if (!current) return undefined;
  const idOf = (position: number) => of.eventIds[position] ?? 0;
  const { number: episode, openedAt: _, ...standing } = current;
  const stored: StoredCase = {
    ...standing,
    id: desk.nextId("cases"),
    source: desk.source,
    refId,
    episode,
    statusEventId: idOf(current.statusEventId),
    lastChangeAt: new Date(arrivals.at(-1)?.receivedAt ?? 0),
    assigneeId: of.assigneeId,
    // Follow-ups are written after their case, and set it.
    followUpDueOn: null,
    followUpOwnerId: null,
    held: false,
    // Told of dead runs once all are written.
    undelivered: false,
    removedAt: null,
  };
  desk.rows.add(cases, stored);
  for (const one of projection.episodes) {
    desk.rows.add(episodes, { ...one, caseId: stored.id, statusEventId: idOf(one.statusEventId) });
  }
  return stored;
}
