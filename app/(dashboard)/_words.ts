import type { Attention } from "#lib/cases/board/filter";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import type { Snooze } from "#lib/cases/snooze";

/**
 * What pages call the things of the code and of the API. The pages of cases are read by people who are not engineers, so no code word
 * reaches them; `e2e/words.spec.ts` walks their pages.
 */
export const WORDS = {
  verdict: "Effect on the case",
  provenance: "Source of this status",
  rejections: "Refused requests",
  hold: "Legal hold",
} as const;

/** An episode. */
export function onboarding(number: number): string {
  return `Onboarding ${number}`;
}

export type Verdict = "applied" | "late" | "gap" | "conflict" | "repeat" | "unrecognised";

export const VERDICT_WORDS: Record<Verdict | "unplaced", { word: string; meaning: string }> = {
  applied: { word: "Applied", meaning: "It changed the status of its case." },
  late: { word: "Arrived late", meaning: "It is older than what had already arrived, and changed nothing." },
  gap: { word: "Missing message", meaning: "It was applied, but a message before it never reached us." },
  conflict: { word: "Contradicts the decision", meaning: "It contradicts the decision of its case, which stands." },
  repeat: { word: "Repeats", meaning: "It says what an earlier message had said." },
  unrecognised: { word: "Not recognised", meaning: "It is genuine, but of no form we know." },
  unplaced: { word: "Not applied yet", meaning: "It waits to be applied to its case." },
};

/** A gap, by the status whose message is missing. */
export function missingMessage(status: string | null): string {
  return status === null ? VERDICT_WORDS.gap.word : `${VERDICT_WORDS.gap.word}: ${status}`;
}

export type RunState = "queued" | "running" | "succeeded" | "failed" | "dead" | "skipped";

export const RUN_STATE_WORDS: Record<RunState, string> = {
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  dead: "Gave up",
  skipped: "Skipped",
};

/** Actions, by their handlers. A handler of the adopter's own is called by its name. */
const ACTIONS: Record<string, string> = {
  "update-case": "Updating the case",
  "enable-account": "Enabling the account",
  "notify-customer": "The letter to the business",
};

export function actionOf(handler: string): string {
  return ACTIONS[handler] ?? handler.replaceAll("-", " ");
}

export const ATTENTION_WORDS: Record<Attention, { word: string; meaning: string }> = {
  "follow-up": { word: "Follow-up", meaning: "Someone marked the case for follow-up." },
  overdue: { word: "Overdue", meaning: "The follow-up's day has passed." },
  unassigned: { word: "Unassigned", meaning: "Open, and nobody's." },
  stuck: { word: "Stuck", meaning: "14 days with the business, or 3 with VOVE ID." },
  "business-not-told": {
    word: "Business not told",
    meaning: "The case is rejected, and the letter that says so was neither sent nor waived.",
  },
  delivery: { word: "Delivery problem", meaning: "An action gave up, or a destination was not told." },
  gap: { word: VERDICT_WORDS.gap.word, meaning: "A message before the current one never reached us." },
  conflict: { word: VERDICT_WORDS.conflict.word, meaning: "A message contradicts the decision, which stands." },
};

export const SNOOZE_WORDS: Record<Snooze, string> = {
  tomorrow: "Tomorrow",
  "in-3-days": "In 3 days",
  "next-monday": "Next Monday",
  "in-a-week": "In a week",
};

export const STATUS_WORDS: Record<CaseStatus, string> = {
  NOT_STARTED: "Not started",
  IN_PROGRESS: "In progress",
  IN_REVIEW: "In review",
  COMPLETED: "Completed",
  REJECTED: "Rejected",
};
