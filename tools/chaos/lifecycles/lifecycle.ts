import type { Status } from "#bin/simulate/case-lifecycle";
import type { Random } from "#bin/simulate/random";
import { messageIdAt } from "#lib/sources/message-id";

/** What one message says, in the order of the sender's clock; `noise` is a body that tells nothing of a case. */
export type Said = { status: Status; previousStatus: Status; reason?: string } | { noise: string };

/**
 * One case's life: all that was said, and what of it is delivered, by its place in that order. What is never delivered is a gap;
 * what is delivered again is a repetition, or comes with `otherBytes` under its old id.
 */
export type Life = { said: readonly Said[]; deliveries: readonly Delivery[] };
export type Delivery = { said: number; otherBytes?: boolean };

export type Message = { said: Said; messageId: string; body: string };
/** A life as it is sent: to one source, under one refId, each message with its id and bytes. */
export type Told = { source: string; refId: string; messages: readonly Message[]; deliveries: readonly Delivery[] };

/** The lives of one run begin here. */
const MONTH_MS = 30 * 24 * 3600 * 1000;
const STEP_MS = 1000;

/** Gives a life its source, its refId, and ids that carry the sender's clock. */
export function tell(life: Life, random: Random, address: { source: string; refId: string }): Told {
  const begun = Date.now() - MONTH_MS;
  const messages = life.said.map((said, n) => ({
    said,
    messageId: messageIdAt(new Date(begun + n * STEP_MS), random.bytes(15)),
    body: "noise" in said ? said.noise : JSON.stringify({ refId: address.refId, ...said }),
  }));
  return { ...address, messages, deliveries: life.deliveries };
}
