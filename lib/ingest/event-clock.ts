import { messageIdTime } from "#lib/sources/message-id";

export type EventTime = { occurredAt: Date; clock: "message-id" | "timestamp" | "receipt" };

/** No Svix message is older than Svix. */
const EARLIEST = Date.UTC(2021, 0, 1);
/** How far the sender's clock may be ahead of ours, as for a signature's timestamp. */
const AHEAD_MS = 300_000;

/**
 * When the sender made the message: the time in its id, else that of the attempt, else that of the receipt. It serves to order events
 * and to show their lag: the id's time is undocumented and proves nothing.
 */
export function eventTime(message: { messageId: string; attemptedAt: Date | undefined; receivedAt: Date }): EventTime {
  const { messageId, attemptedAt, receivedAt } = message;
  const latest = receivedAt.getTime() + AHEAD_MS;
  const plausible = (time: Date | undefined): time is Date =>
    time !== undefined && time.getTime() >= EARLIEST && time.getTime() <= latest;
  const made = messageIdTime(messageId);
  if (plausible(made)) return { occurredAt: made, clock: "message-id" };
  if (plausible(attemptedAt)) return { occurredAt: attemptedAt, clock: "timestamp" };
  return { occurredAt: receivedAt, clock: "receipt" };
}
