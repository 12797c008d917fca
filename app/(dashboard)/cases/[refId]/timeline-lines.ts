import type { RunItem, TimelineItem } from "#lib/cases/timeline/viewer-items";

/** A line of the timeline: an item, or the failed attempts of one action on one message, the first of them first. */
export type TimelineLine =
  | { kind: "item"; item: TimelineItem }
  | { kind: "attempts"; attempts: [RunItem, ...RunItem[]] };

/** Puts failed attempts of the same action on the same message into one line, at the time of the last. A single one stays by itself. */
export function linesOf(items: readonly TimelineItem[]): TimelineLine[] {
  const failed = Map.groupBy(items.filter(isFailed), chainOf);
  return items.flatMap((item): TimelineLine[] => {
    const attempts = isFailed(item) ? failed.get(chainOf(item)) : undefined;
    if (!attempts || attempts.length === 1) return [{ kind: "item", item }];
    const [first, ...rest] = attempts;
    return item === attempts.at(-1) && first ? [{ kind: "attempts", attempts: [first, ...rest] }] : [];
  });
}

function isFailed(item: TimelineItem): item is RunItem {
  return item.kind === "run" && item.state === "failed";
}

function chainOf({ eventId, handler }: RunItem): string {
  return `${eventId} ${handler}`;
}
