import { CalendarX2, Flag, Hourglass, Link2Off, OctagonX, ShieldAlert, UserRoundX } from "lucide-react";
import type { Attention } from "#lib/cases/board/filter";

/** One word and one picture for each reason a case may need a person. */
export const ATTENTION_LOOKS: Record<Attention, { icon: typeof Flag; word: string; meaning: string }> = {
  "follow-up": { icon: Flag, word: "Follow-up", meaning: "Someone marked the case for follow-up." },
  overdue: { icon: CalendarX2, word: "Overdue", meaning: "The follow-up's day has passed." },
  unassigned: { icon: UserRoundX, word: "Unassigned", meaning: "Open, and nobody's." },
  stuck: { icon: Hourglass, word: "Stuck", meaning: "14 days with the business, or 3 with VOVE ID." },
  delivery: {
    icon: OctagonX,
    word: "Delivery problem",
    meaning: "A handler gave up on an event, or a letter did not go.",
  },
  gap: { icon: Link2Off, word: "Gap", meaning: "An event before the current one never reached us." },
  conflict: { icon: ShieldAlert, word: "Conflict", meaning: "An event contradicts the end the case had reached." },
};
