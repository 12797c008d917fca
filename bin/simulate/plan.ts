import { messageIdAt } from "#lib/sources/message-id";
import { randomLifecycle, type Status, type Transition } from "./case-lifecycle.ts";
import { type Random, seeded } from "./random.ts";

export type Shares = { duplicates: number; late: number; rejections: number; unknown: number; badSecret: number };

export type PlannedMessage = {
  messageId: string;
  body: string;
  /** `forged` is signed with an unknown secret. */
  kind: "case" | "unknown" | "forged";
  /** When it is sent, in milliseconds from the start; several times for duplicates. */
  sendAt: number[];
};

export type ExpectedCase = { refId: string; transitions: Transition[] };
export type Plan = { messages: PlannedMessage[]; expectedCases: ExpectedCase[] };

/** Bodies of other products, of older catalogues, and of none. */
const UNKNOWN = [
  (refId: string) => JSON.stringify({ refId, status: "IN_REVIEW" }),
  (refId: string) => JSON.stringify({ status: "successful", refId, userId: "user-1" }),
  (refId: string) => JSON.stringify({ type: "kyb.ubo.invited", refId, ubo: { email: "ubo@example.com" } }),
  () => '["not","an","object"]',
  () => "not JSON at all",
  () => "",
];

/** The messages to send within `durationMs` of `start`, and the cases expected afterwards. The same for the same seed and start. */
export function plan(options: { cases: number; durationMs: number; seed: number; shares: Shares }, start: Date): Plan {
  const random = seeded(options.seed);
  const tag = start.getTime().toString(36);
  const expectedCases = Array.from({ length: options.cases }, (_, n) => ({
    refId: `sim-${tag}-${String(n + 1).padStart(4, "0")}`,
    transitions: randomLifecycle(random, options.shares.rejections),
  }));
  const messages = expectedCases.flatMap((expectedCase) => [
    ...messagesOf(expectedCase, random, { ...options, start }),
    ...noise(expectedCase.refId, random, { ...options, start }),
  ]);
  return { messages, expectedCases };
}

type PlanOptions = { durationMs: number; shares: Shares; start: Date };

function messagesOf(
  { refId, transitions }: ExpectedCase,
  random: Random,
  { durationMs, shares, start }: PlanOptions,
): PlannedMessage[] {
  // Spread over the duration, in the order of the transitions.
  const step = durationMs / (transitions.length + 1);
  let at = random.next() * step;
  return transitions.map((transition) => {
    const made = at;
    at += step * (0.3 + 0.6 * random.next());
    // A late message arrives after the case's next event.
    const first = random.chance(shares.late) ? Math.min(made + step * (1 + random.next()), durationMs) : made;
    const sendAt = random.chance(shares.duplicates) ? [first, first + 200 + random.next() * 3000] : [first];
    const body = JSON.stringify({ refId, ...transition });
    return { messageId: idAt(start, made, random), body, kind: "case" as const, sendAt };
  });
}

function noise(refId: string, random: Random, { durationMs, shares, start }: PlanOptions): PlannedMessage[] {
  const noises: PlannedMessage[] = [];
  const at = () => random.next() * durationMs;
  if (random.chance(shares.unknown)) {
    const sendAt = at();
    const body = random.pick(UNKNOWN)(refId);
    noises.push({ messageId: idAt(start, sendAt, random), body, kind: "unknown", sendAt: [sendAt] });
  }
  if (random.chance(shares.badSecret)) {
    const sendAt = at();
    const transition: { status: Status; previousStatus: Status } = { status: "COMPLETED", previousStatus: "IN_REVIEW" };
    const body = JSON.stringify({ refId, ...transition });
    noises.push({ messageId: idAt(start, sendAt, random), body, kind: "forged", sendAt: [sendAt] });
  }
  return noises;
}

function idAt(start: Date, offsetMs: number, random: Random): string {
  return messageIdAt(new Date(start.getTime() + offsetMs), random.bytes(15));
}
