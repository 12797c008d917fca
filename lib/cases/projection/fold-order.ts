import { type CaseStatus, followsFrom, opensEpisode, STATUSES, type Step } from "./lifecycle.ts";

type Ordered = Step & { messageId: string; occurredAt: Date };

/**
 * The order in which a case's events are folded: by the event clock. Among events of one instant, what opens the next episode after a
 * terminal state comes first, then what repeats the current state, then what follows from it by `previousStatus`, then the first by
 * the order of statuses and the message id. It depends on the set of events alone. `current` is the status that the fold has reached.
 */
export function* inFoldOrder<E extends Ordered>(events: readonly E[], current: () => CaseStatus | null): Generator<E> {
  for (const group of byInstant(events)) {
    while (group.length > 0) yield* group.splice(indexOfNext(group, current()), 1);
  }
}

function indexOfNext(group: readonly Ordered[], current: CaseStatus | null): number {
  const preferences = [
    (event: Ordered) => current !== null && opensEpisode(event, current),
    (event: Ordered) => event.status === current,
    (event: Ordered) => followsFrom(event, current),
  ];
  const wanted = preferences.find((preference) => group.some(preference));
  return wanted ? group.findIndex(wanted) : 0;
}

/** Groups of events of one instant, each sorted by status and message id. */
function byInstant<E extends Ordered>(events: readonly E[]): E[][] {
  const sorted = [...events].sort(
    (a, b) =>
      a.occurredAt.getTime() - b.occurredAt.getTime() ||
      STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
      (a.messageId < b.messageId ? -1 : 1),
  );
  const groups: E[][] = [];
  for (const event of sorted) {
    const group = groups.at(-1);
    if (group?.[0]?.occurredAt.getTime() === event.occurredAt.getTime()) group.push(event);
    else groups.push([event]);
  }
  return groups;
}
