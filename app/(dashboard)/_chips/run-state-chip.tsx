import { Check, Clock3, LoaderCircle, OctagonX, RotateCw, SkipForward } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";

export type RunState = "queued" | "running" | "succeeded" | "failed" | "dead" | "skipped";

type Look = { icon: ComponentType<{ className?: string; "aria-hidden": "true" }>; tone: BadgeTone; word: string };

export const RUN_STATES: Record<RunState, Look> = {
  queued: { icon: Clock3, tone: "outline", word: "Queued" },
  running: { icon: LoaderCircle, tone: "blue", word: "Running" },
  succeeded: { icon: Check, tone: "green", word: "Succeeded" },
  failed: { icon: RotateCw, tone: "amber", word: "Failed" },
  dead: { icon: OctagonX, tone: "alarm", word: "Dead" },
  skipped: { icon: SkipForward, tone: "neutral", word: "Skipped" },
};

/** How an attempt stands. Only a dead one is filled: it waits for a person. */
export function RunStateChip({ state }: { state: RunState }) {
  const { icon: Icon, tone, word } = RUN_STATES[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
