import { expect, it } from "vitest";
import { lastOf, rangeOf, stateWords } from "./rhythm-words.ts";

const from = new Date(0);
const window = { from, hours: 4, seen: 3, usual: { low: 20, high: 35 } };

it.each([
  [{ kind: "quieter", window } as const, "Quieter than usual: 3 messages in the last 4 h, usually 20–35."],
  [
    { kind: "as-expected", window: { from, hours: 168, seen: 1, usual: { low: 0, high: 0 } } } as const,
    "As expected: 1 message in the last 7 d, usually 0.",
  ],
  [
    { kind: "silent", since: new Date(0), usual: { low: 1200, high: 1400 } } as const,
    "Silent: Usually 1,200–1,400 messages would have come since.",
  ],
  [
    { kind: "too-little-history", weeks: 2 } as const,
    "Not enough history: There are 2 of the 3 weeks that it takes to say what is usual.",
  ],
])("%j", (state, sentence) => {
  const { word, because } = stateWords(state);
  expect(`${word}: ${because}`).toBe(sentence);
});

it("names windows in hours up to two days, and ranges by both ends", () => {
  expect([lastOf(24), lastOf(168), rangeOf({ low: 2, high: 2 })]).toEqual(["last 24 h", "last 7 d", "2"]);
});
