import type { DeliverySummary } from "#lib/outgoing/delivery-summaries";
import type { OutgoingType } from "#lib/outgoing/event-types";

/** What a delivery tells of. */
export const OUTGOING_WORDS: Record<OutgoingType, string> = {
  "kyb.case.in_progress": "case in progress",
  "kyb.case.in_review": "case in review",
  "kyb.case.completed": "case completed",
  "kyb.case.rejected": "case rejected",
  "case.gap": "message missing",
  "case.conflict": "decision contradicted",
  "account.enabled": "account enabled",
  "letter.sent": "letter sent",
  "letter.failed": "letter not sent",
  "follow-up.opened": "flagged for follow-up",
  "follow-up.due": "follow-up due",
  "follow-up.resolved": "follow-up resolved",
  "run.gave-up": "action given up",
  "destination.failing": "destination failing",
  "destination.disabled": "destination disabled",
  "destination.recovered": "destination recovered",
  test: "test",
};

/** The state of a delivery, which is that of its latest run. */
export function deliveryStateWord({ state, attempt }: Pick<DeliverySummary, "state" | "attempt">): string {
  return state === "queued" && attempt > 1 ? "Retrying" : STATE_WORDS[state];
}

const STATE_WORDS: Record<DeliverySummary["state"], string> = {
  queued: "Waiting",
  running: "Sending",
  succeeded: "Delivered",
  failed: "Retrying",
  dead: "Gave up",
  skipped: "Not sent",
};

/** A delivery as its reader may see it: the last attempt is null where the role may not. */
export type ShownDelivery = Pick<DeliverySummary, "type" | "state" | "attempt" | "last">;

/** The sentence about a delivery, in the part before the name of its destination and the part after it. */
export function sentenceParts({ type, state, attempt, last }: ShownDelivery): [string, string] {
  const what = OUTGOING_WORDS[type];
  switch (state) {
    case "succeeded":
      return ["Told ", `: ${what}${last ? answer(last) : ""}`];
    case "running":
      return ["Telling ", `: ${what}`];
    case "queued":
    case "failed":
      return ["", ` is not told yet: ${what}${attempt > 1 ? `, failed ${times(attempt - 1)}` : ""}`];
    case "dead":
      return ["", ` was not told: ${what}, gave up after ${attemptsInWords(attempt)}`];
    case "skipped":
      return ["", ` was not told: ${what}`];
  }
}

/** What came of a request that failed: `connection refused`. Null where it is not known. */
export function failureOf(last: DeliverySummary["last"]): string | null {
  if (!last) return null;
  return last.error || (last.status === null ? null : `answered ${last.status}`);
}

function answer({ status, durationMs }: NonNullable<DeliverySummary["last"]>): string {
  const lasted = durationMs === null ? "" : ` in ${Math.max(1, Math.round(durationMs))} ms`;
  return status === null ? "" : `, answered ${status}${lasted}`;
}

export function attemptsInWords(n: number): string {
  return n === 1 ? "1 attempt" : `${n} attempts`;
}

function times(n: number): string {
  return n === 1 ? "once" : `${n} times`;
}
