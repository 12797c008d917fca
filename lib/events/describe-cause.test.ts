import { describe, expect, it } from "vitest";
import { describeCause } from "./describe-cause.ts";

const refused = (cause: string, secondsOld: number) => ({
  cause,
  receivedAt: new Date("2026-11-22T10:00:00Z"),
  attemptedAt: new Date(Date.parse("2026-11-22T10:00:00Z") - secondsOld * 1000),
  bodyBytes: 2,
});

describe("describeCause", () => {
  it.each([
    ["bad-signature", 0, "signed with a secret we do not hold"],
    ["stale-timestamp", 301, "timestamp 301 s old"],
    ["stale-timestamp", 14 * 60, "timestamp 14 min old"],
    ["stale-timestamp", 10 * 3600, "timestamp 10 h old"],
    ["future-timestamp", -5 * 86_400, "timestamp 5 days ahead"],
    ["some-later-word", 0, "some later word"],
  ])("%s, %i s old", (cause, secondsOld, words) => {
    expect(describeCause(refused(cause, secondsOld))).toContain(words);
  });
});
