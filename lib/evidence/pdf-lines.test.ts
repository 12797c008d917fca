import { describe, expect, it } from "vitest";
import { visualLines } from "./pdf-lines.ts";

/** Each letter is one point wide. */
const measure = (word: string) => [...word].length;

describe("visualLines", () => {
  it.each([
    ["left to right", "one two three four", ["one two", "three four"]],
    ["what a person broke", "one\r\n\ntwo", ["one", "", "two"]],
    ["a word that fits no line", "0123456789abcdef x", ["0123456789", "abcdef x"]],
    ["right to left: the first word stands at the right", "אב גד הו", ["הו גד אב"]],
    ["right to left within left to right", "by אב גד z", ["by גד אב z"]],
    ["a number between words from right to left", "אב 12 גד", ["גד 12 אב"]],
    ["left to right within right to left", "אב a b", ["a b אב"]],
    ["lines from right to left, broken before they are ordered", "אבגד הוזח טיכל", ["הוזח אבגד", "טיכל"]],
  ])("breaks and orders %s", (_title, text, lines) => {
    expect(visualLines(text, 10, measure).map((words) => words.join(" "))).toEqual(lines);
  });
});
