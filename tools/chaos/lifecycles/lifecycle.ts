import type { Status } from "#bin/simulate/case-lifecycle";
import type { Random } from "#bin/simulate/random";
import { messageIdAt } from "#lib/sources/message-id";

/** The content of one message, in the order of the sender's clock; `noise` is a body that is no event of a case. */
export type Content = { status: Status; previousStatus: Status; reason?: string } | { noise: string };

/**
 * The messages of one case, and their deliveries by index. A message that is never delivered makes a gap; one that is delivered again is a
 * repetition, or with `otherBytes` a payload mismatch.
 */
export type Lifecycle = { content: readonly Content[]; deliveries: readonly Delivery[] };
export type Delivery = { message: number; otherBytes?: boolean };

export type Message = { content: Content; messageId: string; body: string };
/** A lifecycle with its source, its refId, and the id and body of each message. */
export type SentLifecycle = {
  source: string;
  refId: string;
  messages: readonly Message[];
  deliveries: readonly Delivery[];
};

/** The first message is this old. */
const MONTH_MS = 30 * 24 * 3600 * 1000;
const STEP_MS = 1000;

/** Adds the source, the refId, and message ids by the sender's clock. */
export function addressLifecycle(
  lifecycle: Lifecycle,
  random: Random,
  address: { source: string; refId: string },
): SentLifecycle {
  const startedAt = Date.now() - MONTH_MS;
  const messages = lifecycle.content.map((content, n) => ({
    content,
    messageId: messageIdAt(new Date(startedAt + n * STEP_MS), random.bytes(15)),
    body: "noise" in content ? content.noise : JSON.stringify({ refId: address.refId, ...content }),
  }));
  return { ...address, messages, deliveries: lifecycle.deliveries };
}
