export type EventTime = { occurredAt: Date; clock: "message-id" | "timestamp" | "receipt" };

/** KSUID counts seconds from here: 2014-05-13T16:53:20Z. */
const KSUID_EPOCH_SECONDS = 1_400_000_000;
const KSUID_BYTES = 20;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 27 digits, in parts that a number holds exactly: BigInt digit by digit takes many times as long. */
const MESSAGE_ID = /^msg_([0-9A-Za-z]{3})([0-9A-Za-z]{8})([0-9A-Za-z]{8})([0-9A-Za-z]{8})$/;
const PART = 62n ** 8n;
/** No Svix message is older than Svix. */
const EARLIEST = Date.UTC(2021, 0, 1);
/** How far the sender's clock may be ahead of ours: as far as a signature's timestamp may. */
const AHEAD_MS = 300_000;

/**
 * When the sender made the message, by the best evidence there is: the time inside its id, else the time of its first attempt, else
 * the receipt. For ordering and showing lag only: the id's time is undocumented and proves nothing.
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

/**
 * The time inside a Svix message id: `msg_` and a KSUID with milliseconds, as Svix's open-source server makes them. 27 base62
 * digits are 20 bytes: 4 of seconds since 1400000000, 1 of 4 ms steps, 15 random. Undefined when it is no such id.
 */
export function messageIdTime(messageId: string): Date | undefined {
  const [, ...parts] = MESSAGE_ID.exec(messageId) ?? [];
  if (parts.length === 0) return undefined;
  const number = parts.reduce((sum, part) => sum * PART + BigInt(base62(part)), 0n);
  if (number >= 1n << BigInt(KSUID_BYTES * 8)) return undefined;
  const seconds = Number(number >> 128n) + KSUID_EPOCH_SECONDS;
  const steps = Number((number >> 120n) & 0xffn);
  // 250 and more are no milliseconds: a plain KSUID, whose fifth byte is random.
  return new Date(seconds * 1000 + (steps < 250 ? steps * 4 : 0));
}

function base62(digits: string): number {
  let number = 0;
  for (const digit of digits) number = number * 62 + BASE62.indexOf(digit);
  return number;
}
