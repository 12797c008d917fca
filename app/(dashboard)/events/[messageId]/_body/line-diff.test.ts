import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineDiff } from "./line-diff.ts";

const side = (lines: ReturnType<typeof lineDiff>, without: "added" | "removed") =>
  lines
    ?.filter(({ change }) => change !== without)
    .map(({ text }) => text)
    .join("\n");

describe("lineDiff", () => {
  it("says which lines went and which came", () => {
    expect(lineDiff('{\n"a": 1,\n"b": 2\n}', '{\n"a": 1,\n"b": 3,\n"c": 4\n}')).toEqual([
      { change: "same", text: "{" },
      { change: "same", text: '"a": 1,' },
      { change: "removed", text: '"b": 2' },
      { change: "added", text: '"b": 3,' },
      { change: "added", text: '"c": 4' },
      { change: "same", text: "}" },
    ]);
  });

  it("holds both texts, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after);
        expect(side(lines, "added")).toBe(before);
        expect(side(lines, "removed")).toBe(after);
      }),
    );
  });

  it("gives up on what would take too long", () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, n) => `${word} ${n}`).join("\n");
    expect(lineDiff(many("one"), many("other"))).toBeNull();
  });
});
