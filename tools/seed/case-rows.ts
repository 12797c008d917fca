import { cases, episodes } from "#db/schema";
import type { GeneratedCase } from "./generate-messages.ts";
import type { SeedContext } from "./seed-context.ts";

export type StoredCase = typeof cases.$inferSelect;

/** Adds the case and its episodes by its projection; `eventIds` by position of the message. Undefined when no event belongs to a case. */
export function addCase(
  context: SeedContext,
  refId: string,
  { projection, messages }: GeneratedCase,
  of: { eventIds: readonly number[]; assigneeId: string | null },
): StoredCase | undefined {
  const { current } = projection;
  if (!current) return undefined;
  const idOf = (position: number) => of.eventIds[position] ?? 0;
  const { number: episode, openedAt: _, ...projected } = current;
  const stored: StoredCase = {
    ...projected,
    id: context.nextId("cases"),
    source: context.source,
    refId,
    episode,
    statusEventId: idOf(current.statusEventId),
    lastChangeAt: new Date(messages.at(-1)?.receivedAt ?? 0),
    assigneeId: of.assigneeId,
    // Set when the follow-ups are written.
    followUpDueOn: null,
    followUpOwnerId: null,
    gapSettled: false,
    conflictSettled: false,
    held: false,
    // Set after all runs are written.
    undelivered: false,
    gaveUp: false,
    removedAt: null,
  };
  context.rows.add(cases, stored);
  for (const one of projection.episodes) {
    context.rows.add(episodes, { ...one, caseId: stored.id, statusEventId: idOf(one.statusEventId) });
  }
  return stored;
}
