import type { ReactNode } from "react";
import { Time } from "#components/time";
import type { BadgeTone } from "#components/ui/badge";
import type { FoundEvent } from "#lib/events/find-event";
import { milliseconds } from "../lag.tsx";

type Run = FoundEvent["runs"][number];
type Effect = FoundEvent["effects"][number];

/** The outcome of a receipt. */
export const RECEIPT_WORDS: Record<FoundEvent["receipts"][number]["outcome"], string> = {
  accepted: "new: stored as this event",
  duplicate: "the same again: nothing stored twice",
  payload_mismatch: "the same id with other bytes: a security incident, the first bytes stand",
  rejected: "not believed",
};

/** Why an attempt was made. */
export const TRIGGER_WORDS: Record<Run["trigger"], string> = {
  receipt: "because the event came",
  retry: "because the one before failed",
  duplicate: "because the event came again",
  rerun: "run again",
  replay: "replayed",
  emitted: "because it happened here",
};

export const EFFECT_WORDS: Record<Effect["state"], { tone: BadgeTone; word: string }> = {
  intended: { tone: "blue", word: "Under way" },
  done: { tone: "green", word: "Done, once" },
  unknown: { tone: "attention", word: "Unknown: did it arrive?" },
  "not-sent": { tone: "outline", word: "Not sent" },
  failed: { tone: "amber", word: "Did not happen" },
  waived: { tone: "outline", word: "Waived" },
};

/** How an attempt ended, or when it will be made. */
export function howItWent(run: Run): ReactNode {
  switch (run.state) {
    case "queued":
      return (
        <>
          Next attempt <Time at={run.dueAt} upcoming />
        </>
      );
    case "running":
      return "Under way";
    case "skipped":
      return run.skipped;
    case "failed":
    case "dead":
      return run.error;
    case "succeeded":
      return `Took ${took(run)}`;
  }
}

/** How long an attempt lasted. */
export function took({ startedAt, endedAt }: Run): string {
  return startedAt && endedAt ? milliseconds(endedAt.getTime() - startedAt.getTime()) : "no time";
}
