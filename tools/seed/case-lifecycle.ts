import type { Random } from "#bin/simulate/random";
import { type CaseStatus, isTerminal } from "#lib/cases/projection/lifecycle";
import { rarely } from "./rarely.ts";

export type Told = { status: CaseStatus; previousStatus: CaseStatus; reason: string | null };

/** One message of a life. Times in milliseconds from the case's first; `told` null: a message of another product. */
export type Sent = { madeAt: number; receivedAt: number; told: Told | null };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REASONS = [
  ...["DOCUMENT_MISMATCH", "DOCUMENT_EXPIRED", "UBO_NOT_VERIFIED", "COMPANY_DISSOLVED", "SANCTIONS_MATCH"],
  ...["ADDRESS_NOT_CONFIRMED", "INCOMPLETE_REGISTRY_EXTRACT", "ACTIVITY_NOT_SUPPORTED"],
];

/** On average, how long a case stands in a state before the next message, and how long a business waits before it begins again. */
const STAYS: Record<CaseStatus, number> = {
  NOT_STARTED: 0,
  IN_PROGRESS: 3 * DAY,
  IN_REVIEW: DAY,
  COMPLETED: 40 * DAY,
  REJECTED: 12 * DAY,
};

/**
 * What the sender said of one business in `length` messages, in the order of arrival: mostly straight through, with as much of what goes
 * wrong in a life as a desk sees, or `often` times as much: messages missed, repeated, contradicting the end, of other products, and late.
 */
export function lifeOf(random: Random, length: number, often: number): Sent[] {
  const sent: Sent[] = [];
  let status: CaseStatus = "NOT_STARTED";
  let madeAt = 0;
  for (let n = 0; n < length; n++) {
    const told = nextTold(random, status, sent.at(-1)?.told ?? null, often);
    if (n > 0) madeAt = onClock(madeAt + 4 + wait(random, STAYS[status]));
    const delay = rarely(random, 0.02, often) ? HOUR * (1 + 60 * random.next()) : 150 + 2000 * random.next();
    sent.push({ madeAt, receivedAt: madeAt + Math.floor(delay), told });
    if (told && !contradicts(told, status)) status = told.status;
  }
  return sent.sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Message ids carry the time in steps of 4 ms. */
export function onClock(milliseconds: number): number {
  return Math.floor(milliseconds / 4) * 4;
}

/** Exponential: many short, a few very long. */
export function wait(random: Random, mean: number): number {
  return -Math.log(1 - random.next()) * mean;
}

function nextTold(random: Random, status: CaseStatus, before: Told | null, often: number): Told | null {
  if (before && rarely(random, 0.015, often)) return before;
  if (before && rarely(random, 0.01, often)) return null;
  switch (status) {
    case "NOT_STARTED":
      return { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", reason: null };
    case "IN_PROGRESS":
      return rarely(random, 0.01, often)
        ? end(random)
        : { status: "IN_REVIEW", previousStatus: "IN_PROGRESS", reason: null };
    case "IN_REVIEW":
      return end(random);
    case "COMPLETED":
    case "REJECTED":
      if (rarely(random, 0.03, often)) return end(random);
      return { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", reason: null };
  }
}

function end(random: Random): Told {
  return random.chance(0.72)
    ? { status: "COMPLETED", previousStatus: "IN_REVIEW", reason: null }
    : { status: "REJECTED", previousStatus: "IN_REVIEW", reason: random.pick(REASONS) };
}

function contradicts(told: Told, status: CaseStatus): boolean {
  return isTerminal(status) && told.previousStatus !== "NOT_STARTED";
}
