import { type CaseStatus, followsFrom, opensEpisode, STATUSES, type Step } from "./lifecycle.ts";

type Ordered = Step & { messageId: string; occurredAt: Date };

/**
 * The order in which a case's events are folded: by the event clock. Among events of one instant, what opens the next episode after a
 * terminal state comes first, then what repeats the current state, then what follows from it by `previousStatus`, then the first by
 * the life of a case and the message id. It depends on nothing but the set of events. `current` tells where the fold has got to.
 */
export function* inFoldOrder<E extends Ordered>(events: readonly E[], current: () => CaseStatus | null): Generator<E> {
  for (const together of byInstant(events)) {
    while (together.length > 0) yield* together.splice(indexOfNext(together, current()), 1);
  }
}

function indexOfNext(together: readonly Ordered[], current: CaseStatus | null): number {
  const preferences = [
    (event: Ordered) => current !== null && opensEpisode(event, current),
    (event: Ordered) => event.status === current,
    (event: Ordered) => followsFrom(event, current),
  ];
  const wanted = preferences.find((preference) => together.some(preference));
  return wanted ? together.findIndex(wanted) : 0;
}

/** Groups of events of one instant, each by the life of a case and the message id. */
function byInstant<E extends Ordered>(events: readonly E[]): E[][] {
  const sorted = [...events].sort(
    (a, b) =>
      a.occurredAt.getTime() - b.occurredAt.getTime() ||
      STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
      (a.messageId < b.messageId ? -1 : 1),
  );
  const groups: E[][] = [];
  for (const event of sorted) {
    const together = groups.at(-1);
    if (together?.[0]?.occurredAt.getTime() === event.occurredAt.getTime()) together.push(event);
    else groups.push([event]);
  }
  return groups;
}
