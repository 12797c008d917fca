import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** One-time codes by time, RFC 6238, with the parameters every authenticator app takes: SHA-1, 30 seconds, six digits. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A clock that is half a minute wrong still works. */
const STEPS_EITHER_WAY = 1;
/** ASCII digits only: timingSafeEqual needs equal lengths in bytes. */
const CODE = /^[0-9]{6}$/;
const SECRET_BYTES = 20;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 160 random bits, in base32 as authenticator apps take it. */
export function newTotpSecret(): string {
  return base32(randomBytes(SECRET_BYTES));
}

/** The address that an app reads from the QR code. */
export function totpUri(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

/** The time step of `code`, if it is the current one or next to it. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  if (!CODE.test(code)) return null;
  const now = Math.floor(at.getTime() / 1000 / STEP_SECONDS);
  for (let step = now - STEPS_EITHER_WAY; step <= now + STEPS_EITHER_WAY; step++) {
    if (code.length === DIGITS && timingSafeEqual(Buffer.from(codeOfStep(secret, step)), Buffer.from(code)))
      return step;
  }
  return null;
}

function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** RFC 4648, without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
