import type { ReplayProgress } from "#lib/replay/progress";
import { deliveryStateWord } from "../_delivery-words.ts";
import { RUN_STATE_WORDS } from "../_words.ts";

/** How the runs of a replay ended or stand, in the order in which they are shown. */
export const OUTCOMES = [
  "succeeded",
  "skipped",
  "dead",
  "running",
  "queued",
] as const satisfies (keyof ReplayProgress)[];

/** The state of a replay's run, or of its delivery, within a line: `gave up`. */
export function outcomeWord(state: keyof ReplayProgress, what: "runs" | "deliveries"): string {
  const word = what === "runs" ? RUN_STATE_WORDS[state] : deliveryStateWord({ state, attempt: 1 });
  return word.toLowerCase();
}
