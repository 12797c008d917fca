import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

const now = new Date("1994-11-06T08:49:07Z");
const secondsOf = (value: string, status = 429) => retryAfterSeconds(status, [["Retry-After", value]], now);

describe("retryAfterSeconds", () => {
  it.each([
    ["0", 0],
    ["30", 30],
    [" 30 ", 30],
    ["3600", 3600],
    ["86400", 3600],
    ["9".repeat(400), 3600],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 30],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 30],
    ["Sun Nov  6 08:49:37 1994", 30],
    ["Mon, 07 Nov 1994 08:49:37 GMT", 3600],
    ["Sun, 06 Nov 1994 08:00:00 GMT", 0],
  ])("reads %j as %d s", (value, seconds) => {
    expect(secondsOf(value)).toBe(seconds);
    expect(secondsOf(value, 503)).toBe(seconds);
  });

  it.each(["", "-5", "1.5", "1e3", "0x10", "soon", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 CET"])(
    "makes nothing of %j",
    (value) => {
      expect(secondsOf(value)).toBeUndefined();
    },
  );

  it("makes nothing of a date that does not exist", () => {
    expect(secondsOf("Sun, 06 Foo 1994 08:49:37 GMT")).toBeUndefined();
  });

  it("reads it of 429 and 503 only, and of the first such header", () => {
    expect([200, 301, 400, 500, 502].map((status) => secondsOf("30", status))).toEqual([...Array(5)]);
    expect(retryAfterSeconds(429, [], now)).toBeUndefined();
    const twice: [string, string][] = [
      ["retry-after", "10"],
      ["retry-after", "20"],
    ];
    expect(retryAfterSeconds(429, twice, now)).toBe(10);
  });
});
