import type { Random } from "./random.ts";

export type Status = "NOT_STARTED" | "IN_PROGRESS" | "IN_REVIEW" | "COMPLETED" | "REJECTED";
export type Transition = { status: Status; previousStatus: Status; reason?: string };

const REASONS = ["DOCUMENT_MISMATCH", "UBO_NOT_VERIFIED", "COMPANY_DISSOLVED"];

/** The status changes of one business's onboarding. Some stop half way; some of the rejected start again, which is the next episode. */
export function randomLifecycle(random: Random, rejections: number): Transition[] {
  const transitions: Transition[] = [{ status: "IN_PROGRESS", previousStatus: "NOT_STARTED" }];
  if (random.chance(0.15)) return transitions;
  transitions.push({ status: "IN_REVIEW", previousStatus: "IN_PROGRESS" });
  if (random.chance(0.15)) return transitions;
  if (!random.chance(rejections)) return [...transitions, { status: "COMPLETED", previousStatus: "IN_REVIEW" }];
  transitions.push({ status: "REJECTED", previousStatus: "IN_REVIEW", reason: random.pick(REASONS) });
  return random.chance(0.3) ? [...transitions, ...randomLifecycle(random, rejections)] : transitions;
}

/** Where a life stands after its last transition, and in which episode an account was enabled. */
export function finalState(transitions: readonly Transition[]): {
  status: Status;
  episode: number;
  enabledIn: number[];
} {
  let episode = 0;
  const enabledIn: number[] = [];
  for (const transition of transitions) {
    if (transition.previousStatus === "NOT_STARTED") episode += 1;
    if (transition.status === "COMPLETED") enabledIn.push(episode);
  }
  return { status: transitions.at(-1)?.status ?? "NOT_STARTED", episode, enabledIn };
}
