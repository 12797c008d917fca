import { CircleCheck, CircleDashed, CircleHelp, History, Link2Off, Repeat2, ShieldAlert } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";

export type Verdict = "applied" | "late" | "gap" | "conflict" | "repeat" | "unrecognised";

type Look = { icon: ComponentType<{ "aria-hidden": "true" }>; tone: BadgeTone; word: string; meaning: string };

const LOOKS: Record<Verdict | "unplaced", Look> = {
  applied: { icon: CircleCheck, tone: "green", word: "Applied", meaning: "It moved its case." },
  late: { icon: History, tone: "outline", word: "Late", meaning: "Older than what we knew: history, not news." },
  gap: { icon: Link2Off, tone: "amber", word: "Gap", meaning: "Applied, but an event before it never reached us." },
  conflict: {
    icon: ShieldAlert,
    tone: "red",
    word: "Conflict",
    meaning: "It contradicts the end its case had reached.",
  },
  repeat: { icon: Repeat2, tone: "neutral", word: "Repeat", meaning: "It says what an earlier event had said." },
  unrecognised: {
    icon: CircleHelp,
    tone: "neutral",
    word: "Unrecognised",
    meaning: "Genuine, but of no shape we know.",
  },
  unplaced: {
    icon: CircleDashed,
    tone: "outline",
    word: "Not placed yet",
    meaning: "update-case has not run on it yet.",
  },
};

/** What an event meant for its case; null until update-case has placed it. */
export function VerdictChip({ verdict }: { verdict: Verdict | null }) {
  const { icon: Icon, tone, word, meaning } = LOOKS[verdict ?? "unplaced"];
  return (
    <Badge tone={tone} title={meaning}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
