import { randomBytes } from "node:crypto";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A message id as Svix makes them: `msg_` and a KSUID with milliseconds, which carries `time` to 4 ms. */
export function messageIdAt(time: Date, random: Uint8Array = randomBytes(15)): string {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Math.floor(time.getTime() / 1000) - 1_400_000_000);
  head[4] = Math.floor((time.getTime() % 1000) / 4);
  let number = BigInt(`0x${Buffer.concat([head, random]).toString("hex")}`);
  let digits = "";
  while (number > 0n) {
    digits = BASE62.charAt(Number(number % 62n)) + digits;
    number /= 62n;
  }
  return `msg_${digits.padStart(27, "0")}`;
}
