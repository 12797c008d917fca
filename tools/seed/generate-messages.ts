import { createHash } from "node:crypto";
import { type Random, seeded } from "#bin/simulate/random";
import { isTerminal } from "#lib/cases/projection/lifecycle";
import { type Projection, project } from "#lib/cases/projection/projection";
import { messageIdAt } from "#lib/sources/message-id";
import { generateLifecycle, randomDuration, roundToMessageId, type SentMessage } from "./case-lifecycle.ts";

export type GenerateOptions = {
  cases: number;
  events: number;
  days: number;
  until: Date;
  seed: number;
  /** Multiplies the shares of rare things. */
  often: number;
};

/** A message with its arrival. */
export type ReceivedMessage = SentMessage & { messageId: string; madeAt: number; receivedAt: number };

/** One case with its messages in the order of arrival; times in milliseconds since 1970. */
export type GeneratedCase = { n: number; random: Random; messages: ReceivedMessage[]; projection: Projection };

const DAY = 86_400_000;
/** All consequences of a message happen within this time: the retries of a run, the sender's retries, the acts of people. */
export const FOLLOW_UP_MS = 90 * 60_000;

/**
 * All messages in the order of arrival, so that the rows of a case are as far apart as in production; `nth` within the case. The event ids of
 * the projection are these positions. Only open cases are held in memory, and some 20 bytes per message.
 */
export function* generateMessages(options: GenerateOptions): Generator<{ generatedCase: GeneratedCase; nth: number }> {
  const lengths = lengthsOf(options);
  const at = new Float64Array(options.events);
  const caseOf = new Uint32Array(options.events);
  let filled = 0;
  for (let n = 0; n < options.cases; n++) {
    for (const { receivedAt } of datedMessages(options, n, lengths[n] ?? 1).sentMessages) {
      at[filled] = receivedAt;
      caseOf[filled] = n;
      filled += 1;
    }
  }
  const order = new Uint32Array(options.events).map((_, position) => position);
  order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  const openCases = new Map<number, { generatedCase: GeneratedCase; nth: number }>();
  for (const position of order) {
    const n = caseOf[position] ?? 0;
    const progress = openCases.get(n) ?? { generatedCase: generateCase(options, n, lengths[n] ?? 1), nth: 0 };
    yield { ...progress };
    progress.nth += 1;
    if (progress.nth === progress.generatedCase.messages.length) openCases.delete(n);
    else openCases.set(n, progress);
  }
}

/** The number of messages of each case: mostly one episode, more while messages are left, in total exactly `events`. */
function lengthsOf({ cases, events, seed }: GenerateOptions): Uint16Array {
  const random = seeded(seed);
  const lengths = new Uint16Array(cases);
  let made = 0;
  for (let n = 0; n < cases; n++) {
    const spare = Math.floor((events * (n + 1)) / cases) - made;
    const natural = random.pick([1, 2, 3, 3, 3, 3, 3, 3]);
    const more = spare > natural + 3 && random.chance(0.4) ? 3 * Math.floor((spare - natural) / 3) : 0;
    const least = n === cases - 1 ? spare : Math.min(natural + more, spare);
    lengths[n] = Math.max(1, least);
    made += lengths[n] ?? 0;
  }
  return lengths;
}

/** The same for the same options and case, however often it is asked for. */
function datedMessages(
  { days, until, seed, often }: GenerateOptions,
  n: number,
  length: number,
): { random: Random; sentMessages: SentMessage[] } {
  const random = seeded(Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(n + 1, 0x85_eb_ca_6b));
  const sentMessages = generateLifecycle(random, length, often);
  const last = Math.max(...sentMessages.map(({ receivedAt }) => receivedAt));
  const openedAt = roundToMessageId(until.getTime() - FOLLOW_UP_MS - age(random, sentMessages, days) - last);
  return {
    random,
    sentMessages: sentMessages.map((one) => ({
      ...one,
      madeAt: openedAt + one.madeAt,
      receivedAt: openedAt + one.receivedAt,
    })),
  };
}

/** The age of the last message: any for ended cases, mostly small for open ones. */
function age(random: Random, sentMessages: SentMessage[], days: number): number {
  const status = sentMessages.findLast(({ change }) => change !== null)?.change?.status ?? "NOT_STARTED";
  const anyTime = days * DAY * random.next();
  return isTerminal(status) || random.chance(0.15) ? anyTime : Math.min(anyTime, randomDuration(random, 4 * DAY));
}

function generateCase(options: GenerateOptions, n: number, length: number): GeneratedCase {
  const { random, sentMessages } = datedMessages(options, n, length);
  const messages = sentMessages.map((one, nth) => ({
    ...one,
    messageId: messageIdAt(new Date(one.madeAt), messageIdBytes(`${options.seed} ${n} ${nth}`)),
  }));
  const projection = project(
    messages.flatMap(({ change, messageId, madeAt }, id) =>
      change ? [{ id, messageId, occurredAt: new Date(madeAt), ...change }] : [],
    ),
  );
  return { n, random, messages, projection };
}

/** The random generator has 32 bits of state, which would repeat a message id within a million cases. */
function messageIdBytes(of: string): Uint8Array {
  return createHash("sha256").update(of).digest().subarray(0, 15);
}
