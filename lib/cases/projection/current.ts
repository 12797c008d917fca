import type { Episode, Projection } from "./projection.ts";

/** Whether an event is what its case stands on now; if not, why, in words. */
export type Standing = { news: true; episode: Episode } | { news: false; why: string };

/** An old event can never act: only the one that brought the case's current status is news. */
export function standingOf(eventId: number, { current, verdicts }: Projection): Standing {
  const placed = verdicts.get(eventId);
  if (!current || !placed) return { news: false, why: "This event says nothing of a case." };
  if (current.statusEventId === eventId) return { news: true, episode: current };
  switch (placed.verdict) {
    case "late":
      return { news: false, why: "This event is late: what came after it had already arrived." };
    case "repeat":
      return { news: false, why: "This event repeats what the case had already reached." };
    case "conflict":
      return { news: false, why: "This event contradicts the end the case had reached, which stands." };
    case "applied":
    case "gap":
      if (placed.episode < current.number) {
        return { news: false, why: `This event is superseded: episode ${current.number} of the case has begun.` };
      }
      return { news: false, why: `This event is superseded: the case has moved on to ${current.status}.` };
  }
}
