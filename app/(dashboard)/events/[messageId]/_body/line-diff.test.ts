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

  it.each([
    ["many lines of which few differ", 60_000, 30],
    ["few lines of which all differ", 500, 500],
  ])("compares %s", (_, length, differing) => {
    const text = (word: string) =>
      Array.from({ length }, (_line, n) => (n < differing ? `${word} ${n}` : "same")).join("\n");
    const lines = lineDiff(text("one"), text("other"));
    expect(lines?.filter(({ change }) => change !== "same")).toHaveLength(2 * differing);
  });

  it("ends soon, whatever it is given", () => {
    const bits = (factor: number) => Array.from({ length: 32_768 }, (_, n) => ((n * factor) % 3) % 2).join("\n");
    const start = performance.now();
    lineDiff(bits(1), bits(7));
    lineDiff("\n".repeat(65_535), "x\n".repeat(32_767));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
