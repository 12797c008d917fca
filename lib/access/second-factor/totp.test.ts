import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { base32, newTotpSecret, stepOfCode, totpUri } from "./totp.ts";

const RFC_SECRET = base32(Buffer.from("12345678901234567890"));

describe("a code by time", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("is the one RFC 6238 gives for second %i", (second, code) => {
    expect(stepOfCode(RFC_SECRET, code, new Date(second * 1000))).toBe(Math.floor(second / 30));
  });

  it("is the one an app makes of the QR code's address", () => {
    const secret = newTotpSecret();
    const uri = new URL(totpUri(secret, "ada+desk@example.com", "Casewire"));
    expect(uri.pathname).toBe("/Casewire:ada%2Bdesk%40example.com");
    const app = new TOTP({ issuer: "Casewire", secret: Secret.fromBase32(uri.searchParams.get("secret") ?? "") });
    const at = new Date("2026-11-25T12:00:15Z");
    expect(stepOfCode(secret, app.generate({ timestamp: at.getTime() }), at)).toBe(at.getTime() / 1000 / 30 - 0.5);
    expect(newTotpSecret()).not.toBe(secret);
  });

  it("is taken half a minute early or late, and no more", () => {
    const at = new Date("2026-11-25T12:00:15Z");
    const codeAt = (seconds: number) =>
      new TOTP({ secret: Secret.fromBase32(RFC_SECRET) }).generate({ timestamp: at.getTime() + seconds * 1000 });
    const taken = (seconds: number) => stepOfCode(RFC_SECRET, codeAt(seconds), at) !== null;
    expect([-60, -30, 0, 30, 60].map(taken)).toEqual([false, true, true, true, false]);
  });

  it.each(["", "12345", "1234567", "ABCDEF", "28708\u{0664}"])("is not %j", (code) => {
    expect(stepOfCode(RFC_SECRET, code, new Date(59_000))).toBeNull();
  });
});
