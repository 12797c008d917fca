import { Check, Clock3, LoaderCircle, OctagonX, RotateCw, SkipForward } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";
import { RUN_STATE_WORDS, type RunState } from "../_words.ts";

type Look = { icon: ComponentType<{ className?: string; "aria-hidden": "true" }>; tone: BadgeTone };

export const RUN_STATES: Record<RunState, Look> = {
  queued: { icon: Clock3, tone: "outline" },
  running: { icon: LoaderCircle, tone: "blue" },
  succeeded: { icon: Check, tone: "green" },
  failed: { icon: RotateCw, tone: "amber" },
  dead: { icon: OctagonX, tone: "alarm" },
  skipped: { icon: SkipForward, tone: "neutral" },
};

/** The state of an attempt. Only the badge of a dead one is filled: it waits for a person. */
export function RunStateChip({ state }: { state: RunState }) {
  const { icon: Icon, tone } = RUN_STATES[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {RUN_STATE_WORDS[state]}
    </Badge>
  );
}
