import type { Episode, Projection } from "./projection.ts";

export type CurrentCheck = { isCurrent: true; episode: Episode } | { isCurrent: false; why: string };

/** Whether an event brought its case's current status. Handlers act on no other event: an old one changes nothing. */
export function checkCurrent(eventId: number, { current, verdicts }: Projection): CurrentCheck {
  const judged = verdicts.get(eventId);
  if (!current || !judged) return { isCurrent: false, why: "This event says nothing of a case." };
  if (current.statusEventId === eventId) return { isCurrent: true, episode: current };
  switch (judged.verdict) {
    case "late":
      return { isCurrent: false, why: "This event is late: what came after it had already arrived." };
    case "repeat":
      return { isCurrent: false, why: "This event repeats what the case had already reached." };
    case "conflict":
      return { isCurrent: false, why: "This event contradicts the end the case had reached, which stands." };
    case "applied":
    case "gap":
      if (judged.episode < current.number) {
        return {
          isCurrent: false,
          why: `This event is superseded: onboarding ${current.number} of the case has begun.`,
        };
      }
      return {
        isCurrent: false,
        why: `This event is superseded: the case is now ${current.status.toLowerCase().replaceAll("_", " ")}.`,
      };
  }
}
