import { CircleHelp, CircleX, Hourglass, MailX } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";

export type LetterState = "intended" | "unknown" | "failed" | "not-sent";

type Look = { icon: ComponentType<{ "aria-hidden": "true" }>; tone: BadgeTone; word: string; meaning: string };

const LOOKS: Record<LetterState, Look> = {
  unknown: {
    icon: CircleHelp,
    tone: "attention",
    word: "Unknown",
    meaning: "It may have left. It is not sent again until a person says what happened.",
  },
  failed: {
    icon: CircleX,
    tone: "red",
    word: "Failed",
    meaning: "It did not leave. It is tried again until its run is dead, or was refused for good.",
  },
  "not-sent": {
    icon: MailX,
    tone: "amber",
    word: "Not sent",
    meaning: "There was no SMTP server, or nobody to write to.",
  },
  intended: { icon: Hourglass, tone: "outline", word: "Being sent", meaning: "It is on its way to the server." },
};

/** The state of an unsent letter. */
export function LetterStateChip({ state }: { state: LetterState }) {
  const { icon: Icon, tone, word, meaning } = LOOKS[state];
  return (
    <Badge tone={tone} title={meaning}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
