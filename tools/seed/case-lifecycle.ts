import type { Random } from "#bin/simulate/random";
import { type CaseStatus, isTerminal } from "#lib/cases/projection/lifecycle";

export type StatusChange = { status: CaseStatus; previousStatus: CaseStatus; reason: string | null };

/** One message of a case. Times in milliseconds from the case's first; `change` null: a message of another product. */
export type SentMessage = { madeAt: number; receivedAt: number; change: StatusChange | null };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REASONS = [
  ...["DOCUMENT_MISMATCH", "DOCUMENT_EXPIRED", "UBO_NOT_VERIFIED", "COMPANY_DISSOLVED", "SANCTIONS_MATCH"],
  ...["ADDRESS_NOT_CONFIRMED", "INCOMPLETE_REGISTRY_EXTRACT", "ACTIVITY_NOT_SUPPORTED"],
];

/** The mean time in a state until the next message, and after an end until the next episode. */
const MEAN_DURATIONS: Record<CaseStatus, number> = {
  NOT_STARTED: 0,
  IN_PROGRESS: 3 * DAY,
  IN_REVIEW: DAY,
  COMPLETED: 40 * DAY,
  REJECTED: 12 * DAY,
};

/**
 * The messages of one case in the order of arrival: mostly without problems, with realistic shares of missed, repeated, contradicting, late
 * and foreign messages, or `often` times as many.
 */
export function generateLifecycle(random: Random, length: number, often: number): SentMessage[] {
  const sentMessages: SentMessage[] = [];
  let status: CaseStatus = "NOT_STARTED";
  let madeAt = 0;
  for (let n = 0; n < length; n++) {
    const change = nextChange(random, status, sentMessages.at(-1)?.change ?? null, often);
    if (n > 0) madeAt = roundToMessageId(madeAt + 4 + randomDuration(random, MEAN_DURATIONS[status]));
    const delay = chanceTimes(random, 0.02, often) ? HOUR * (1 + 60 * random.next()) : 150 + 2000 * random.next();
    sentMessages.push({ madeAt, receivedAt: madeAt + Math.floor(delay), change });
    if (change && !contradicts(change, status)) status = change.status;
  }
  return sentMessages.sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Rounds to the precision of the time in a message id, 4 ms. */
export function roundToMessageId(milliseconds: number): number {
  return Math.floor(milliseconds / 4) * 4;
}

/** Exponentially distributed: many short, a few very long. */
export function randomDuration(random: Random, mean: number): number {
  return -Math.log(1 - random.next()) * mean;
}

function nextChange(
  random: Random,
  status: CaseStatus,
  before: StatusChange | null,
  often: number,
): StatusChange | null {
  if (before && chanceTimes(random, 0.015, often)) return before;
  if (before && chanceTimes(random, 0.01, often)) return null;
  switch (status) {
    case "NOT_STARTED":
      return { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", reason: null };
    case "IN_PROGRESS":
      return chanceTimes(random, 0.01, often)
        ? end(random)
        : { status: "IN_REVIEW", previousStatus: "IN_PROGRESS", reason: null };
    case "IN_REVIEW":
      return end(random);
    case "COMPLETED":
    case "REJECTED":
      if (chanceTimes(random, 0.03, often)) return end(random);
      return { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", reason: null };
  }
}

function end(random: Random): StatusChange {
  return random.chance(0.72)
    ? { status: "COMPLETED", previousStatus: "IN_REVIEW", reason: null }
    : { status: "REJECTED", previousStatus: "IN_REVIEW", reason: random.pick(REASONS) };
}

function contradicts(change: StatusChange, status: CaseStatus): boolean {
  return isTerminal(status) && change.previousStatus !== "NOT_STARTED";
}

/** `random.chance` of a share that `often` multiplies, up to a half. */
export function chanceTimes(random: Random, share: number, often: number): boolean {
  return random.chance(often === 1 ? share : Math.min(share * often, 0.5));
}
