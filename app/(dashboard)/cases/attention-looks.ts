import { CalendarX2, Flag, Hourglass, Link2Off, MailX, OctagonX, ShieldAlert, UserRoundX } from "lucide-react";
import type { Attention } from "#lib/cases/board/filter";

export const ATTENTION_ICONS: Record<Attention, typeof Flag> = {
  "follow-up": Flag,
  overdue: CalendarX2,
  unassigned: UserRoundX,
  stuck: Hourglass,
  "business-not-told": MailX,
  delivery: OctagonX,
  gap: Link2Off,
  conflict: ShieldAlert,
};
