import { describe, expect, it } from "vitest";
import { failureOf, type ShownDelivery, sentenceParts } from "./_delivery-words.ts";

const at = new Date("2026-11-22T17:17:00Z");
const answered = { at, status: 200, durationMs: 41.3, error: null };
const refused = { at, status: null, durationMs: 3, error: "connection refused" };

describe("sentenceParts", () => {
  it.each<[string, Omit<ShownDelivery, "type">]>([
    ["Told Core banking: account enabled, answered 200 in 41 ms", { state: "succeeded", attempt: 1, last: answered }],
    ["Told Core banking: account enabled", { state: "succeeded", attempt: 1, last: null }],
    ["Telling Core banking: account enabled", { state: "running", attempt: 1, last: null }],
    ["Core banking is not told yet: account enabled", { state: "queued", attempt: 1, last: null }],
    ["Core banking is not told yet: account enabled, failed 3 times", { state: "queued", attempt: 4, last: refused }],
    [
      "Core banking was not told: account enabled, gave up after 5 attempts",
      { state: "dead", attempt: 5, last: refused },
    ],
    ["Core banking was not told: account enabled", { state: "skipped", attempt: 1, last: null }],
  ])("says “%s”", (sentence, delivery) => {
    expect(sentenceParts({ type: "account.enabled", ...delivery }).join("Core banking")).toBe(sentence);
  });
});

describe("failureOf", () => {
  it("is the error, else the status, and nothing where neither is known", () => {
    expect(failureOf(refused)).toBe("connection refused");
    expect(failureOf({ ...answered, status: 500 })).toBe("answered 500");
    expect(failureOf({ ...refused, error: null })).toBeNull();
    expect(failureOf(null)).toBeNull();
  });
});
