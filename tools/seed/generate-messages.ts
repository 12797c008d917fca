import { createHash } from "node:crypto";
import { type Random, seeded } from "#bin/simulate/random";
import { isTerminal } from "#lib/cases/projection/lifecycle";
import { type Projection, project } from "#lib/cases/projection/projection";
import { messageIdAt } from "#lib/sources/message-id";
import { lifeOf, onClock, type Sent, wait } from "./case-lifecycle.ts";

export type Frame = {
  cases: number;
  events: number;
  days: number;
  until: Date;
  seed: number;
  /** What is rare happens so many times as often. */
  often: number;
};

/** One message as it reached us. */
export type Arrival = Sent & { messageId: string; madeAt: number; receivedAt: number };

/** One case from its first message to its last, in the order of arrival; times in milliseconds since 1970. */
export type Life = { n: number; random: Random; arrivals: Arrival[]; projection: Projection };

const DAY = 86_400_000;
/** What follows from a message is over by then: the whole schedule of a dead run, the sender's repetitions, what people do about it. */
export const AFTERMATH = 90 * 60_000;

/**
 * Every message of every case in the order of arrival, so that a case's rows lie as far apart as they would; `nth` of its life. The
 * projection's event ids are those positions. Only lives under way are held in memory, and some 20 bytes a message.
 */
export function* arrivalsOf(frame: Frame): Generator<{ life: Life; nth: number }> {
  const lengths = lengthsOf(frame);
  const at = new Float64Array(frame.events);
  const caseOf = new Uint32Array(frame.events);
  let filled = 0;
  for (let n = 0; n < frame.cases; n++) {
    for (const { receivedAt } of datedLife(frame, n, lengths[n] ?? 1).sent) {
      at[filled] = receivedAt;
      caseOf[filled] = n;
      filled += 1;
    }
  }
  const order = new Uint32Array(frame.events).map((_, position) => position);
  order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  const underWay = new Map<number, { life: Life; nth: number }>();
  for (const position of order) {
    const n = caseOf[position] ?? 0;
    const place = underWay.get(n) ?? { life: whole(frame, n, lengths[n] ?? 1), nth: 0 };
    yield { ...place };
    place.nth += 1;
    if (place.nth === place.life.arrivals.length) underWay.delete(n);
    else underWay.set(n, place);
  }
}

/** How many messages each case has: one whole episode as a rule, more where there are messages to spare, together exactly `events`. */
function lengthsOf({ cases, events, seed }: Frame): Uint16Array {
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

/** The same for the same frame and case, however often it is asked for. */
function datedLife({ days, until, seed, often }: Frame, n: number, length: number): { random: Random; sent: Sent[] } {
  const random = seeded(Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(n + 1, 0x85_eb_ca_6b));
  const sent = lifeOf(random, length, often);
  const last = Math.max(...sent.map(({ receivedAt }) => receivedAt));
  const openedAt = onClock(until.getTime() - AFTERMATH - age(random, sent, days) - last);
  return {
    random,
    sent: sent.map((one) => ({ ...one, madeAt: openedAt + one.madeAt, receivedAt: openedAt + one.receivedAt })),
  };
}

/** How long ago the last message came: of ended cases any time, of the others mostly lately. */
function age(random: Random, sent: Sent[], days: number): number {
  const status = sent.findLast(({ told }) => told !== null)?.told?.status ?? "NOT_STARTED";
  const anyTime = days * DAY * random.next();
  return isTerminal(status) || random.chance(0.15) ? anyTime : Math.min(anyTime, wait(random, 4 * DAY));
}

function whole(frame: Frame, n: number, length: number): Life {
  const { random, sent } = datedLife(frame, n, length);
  const arrivals = sent.map((one, nth) => ({
    ...one,
    messageId: messageIdAt(new Date(one.madeAt), ownBytes(`${frame.seed} ${n} ${nth}`)),
  }));
  const projection = project(
    arrivals.flatMap(({ told, messageId, madeAt }, id) =>
      told ? [{ id, messageId, occurredAt: new Date(madeAt), ...told }] : [],
    ),
  );
  return { n, random, arrivals, projection };
}

/** The generator's 32 bits of state come round again among a million lives: two would share a message id. */
function ownBytes(of: string): Uint8Array {
  return createHash("sha256").update(of).digest().subarray(0, 15);
}
