import { CalendarX2, Flag, Hourglass, Link2Off, OctagonX, ShieldAlert, UserRoundX } from "lucide-react";
import type { Attention } from "#lib/cases/board/filter";

export const ATTENTION_ICONS: Record<Attention, typeof Flag> = {
  "follow-up": Flag,
  overdue: CalendarX2,
  unassigned: UserRoundX,
  stuck: Hourglass,
  delivery: OctagonX,
  gap: Link2Off,
  conflict: ShieldAlert,
};
