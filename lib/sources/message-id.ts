import { randomBytes } from "node:crypto";

/** KSUID counts seconds from here: 2014-05-13T16:53:20Z. */
const KSUID_EPOCH_SECONDS = 1_400_000_000;
const KSUID_BYTES = 20;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 27 digits, in parts that a number holds exactly: BigInt digit by digit takes many times as long. */
const MESSAGE_ID = /^msg_([0-9A-Za-z]{3})([0-9A-Za-z]{8})([0-9A-Za-z]{8})([0-9A-Za-z]{8})$/;
const PART = 62n ** 8n;

/** A message id as Svix makes them: `msg_` and a KSUID with milliseconds, which holds `time` to 4 ms. */
export function messageIdAt(time: Date, random: Uint8Array = randomBytes(15)): string {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Math.floor(time.getTime() / 1000) - KSUID_EPOCH_SECONDS);
  head[4] = Math.floor((time.getTime() % 1000) / 4);
  let number = BigInt(`0x${Buffer.concat([head, random]).toString("hex")}`);
  let digits = "";
  while (number > 0n) {
    digits = BASE62.charAt(Number(number % 62n)) + digits;
    number /= 62n;
  }
  return `msg_${digits.padStart(27, "0")}`;
}

/**
 * The time inside a Svix message id; undefined when it is no such id. Its 27 base62 digits are 20 bytes: 4 of seconds since 1400000000,
 * 1 of 4 ms steps, 15 random, as Svix's open-source server makes them.
 */
export function messageIdTime(messageId: string): Date | undefined {
  const [, ...parts] = MESSAGE_ID.exec(messageId) ?? [];
  if (parts.length === 0) return undefined;
  const number = parts.reduce((sum, part) => sum * PART + BigInt(base62(part)), 0n);
  if (number >= 1n << BigInt(KSUID_BYTES * 8)) return undefined;
  const seconds = Number(number >> 128n) + KSUID_EPOCH_SECONDS;
  const steps = Number((number >> 120n) & 0xffn);
  // 250 and more are no milliseconds: the id is a plain KSUID, whose fifth byte is random.
  return new Date(seconds * 1000 + (steps < 250 ? steps * 4 : 0));
}

function base62(digits: string): number {
  let number = 0;
  for (const digit of digits) number = number * 62 + BASE62.indexOf(digit);
  return number;
}
