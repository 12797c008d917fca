import { expect, it } from "vitest";
import { casesInWords } from "./count-words.ts";

it.each([
  [0, false, "0 cases"],
  [1, false, "1 case"],
  [1, true, "1+ cases"],
  [999, false, "999 cases"],
  [1000, false, "1,000 cases"],
  [1000, true, "1,000+ cases"],
  [1_000_000, false, "1,000,000 cases"],
])("%d, capped: %s, is %j", (n, capped, words) => expect(casesInWords({ n, capped })).toBe(words));
