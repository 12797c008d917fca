import { messageIdAt } from "#lib/sources/message-id";
import { life, type Move, type Status } from "./lives.ts";
import { type Random, seeded } from "./random.ts";

export type Shares = { duplicates: number; late: number; rejections: number; unknown: number; badSecret: number };

export type Planned = {
  messageId: string;
  body: string;
  /** `forged` is signed with a secret nobody holds. */
  kind: "case" | "unknown" | "forged";
  /** When it is first sent, in milliseconds from the start; and again, for those that are sent more often. */
  sendAt: number[];
};

export type Truth = { refId: string; moves: Move[] };
export type Plan = { messages: Planned[]; truths: Truth[] };

/** Bodies of other products and of older catalogues, and what no catalogue has. */
const UNKNOWN = [
  (refId: string) => JSON.stringify({ refId, status: "IN_REVIEW" }),
  (refId: string) => JSON.stringify({ status: "successful", refId, userId: "user-1" }),
  (refId: string) => JSON.stringify({ type: "kyb.ubo.invited", refId, ubo: { email: "ubo@example.com" } }),
  () => '["not","an","object"]',
  () => "not JSON at all",
  () => "",
];

/** What to send within `durationMs` of `start`, and what must be true after it. The same for the same seed and start. */
export function plan(options: { cases: number; durationMs: number; seed: number; shares: Shares }, start: Date): Plan {
  const random = seeded(options.seed);
  const tag = start.getTime().toString(36);
  const truths = Array.from({ length: options.cases }, (_, n) => ({
    refId: `sim-${tag}-${String(n + 1).padStart(4, "0")}`,
    moves: life(random, options.shares.rejections),
  }));
  const messages = truths.flatMap((truth) => [
    ...messagesOf(truth, random, { ...options, start }),
    ...noise(truth.refId, random, { ...options, start }),
  ]);
  return { messages, truths };
}

type Frame = { durationMs: number; shares: Shares; start: Date };

function messagesOf({ refId, moves }: Truth, random: Random, { durationMs, shares, start }: Frame): Planned[] {
  // Somewhere in the time there is, each move some while after the one before it.
  const step = durationMs / (moves.length + 1);
  let at = random.next() * step;
  return moves.map((move) => {
    const made = at;
    at += step * (0.3 + 0.6 * random.next());
    // A late one is overtaken by the case's next event.
    const first = random.chance(shares.late) ? Math.min(made + step * (1 + random.next()), durationMs) : made;
    const sendAt = random.chance(shares.duplicates) ? [first, first + 200 + random.next() * 3000] : [first];
    const body = JSON.stringify({ refId, ...move });
    return { messageId: idAt(start, made, random), body, kind: "case" as const, sendAt };
  });
}

function noise(refId: string, random: Random, { durationMs, shares, start }: Frame): Planned[] {
  const noises: Planned[] = [];
  const at = () => random.next() * durationMs;
  if (random.chance(shares.unknown)) {
    const sendAt = at();
    const body = random.pick(UNKNOWN)(refId);
    noises.push({ messageId: idAt(start, sendAt, random), body, kind: "unknown", sendAt: [sendAt] });
  }
  if (random.chance(shares.badSecret)) {
    const sendAt = at();
    const move: { status: Status; previousStatus: Status } = { status: "COMPLETED", previousStatus: "IN_REVIEW" };
    const body = JSON.stringify({ refId, ...move });
    noises.push({ messageId: idAt(start, sendAt, random), body, kind: "forged", sendAt: [sendAt] });
  }
  return noises;
}

function idAt(start: Date, offsetMs: number, random: Random): string {
  return messageIdAt(new Date(start.getTime() + offsetMs), random.bytes(15));
}
