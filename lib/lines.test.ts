import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readLines } from "./lines.ts";

async function linesOf(bytes: Buffer, chunkBytes: number): Promise<string[]> {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) chunks.push(bytes.subarray(from, from + chunkBytes));
  const lines: string[] = [];
  for await (const line of readLines(Readable.from(chunks))) lines.push(line);
  return lines;
}

it.each([
  ["nothing", "", []],
  ["one line without an end", "a", ["a"]],
  ["empty lines in between", "a\n\nb\n", ["a", "", "b"]],
  ["lines as Windows ends them", "a\r\nb\r\n", ["a", "b"]],
  ["a carriage return inside a line", "a\rb\n", ["a\rb"]],
  [
    "every other sign that ends a line somewhere",
    "a\u2028b\u2029c\u0085d\u000be\u000cf\nz",
    ["a\u2028b\u2029c\u0085d\u000be\u000cf", "z"],
  ],
])("reads %s", async (_name, text, lines) => {
  expect(await linesOf(Buffer.from(text), 64)).toEqual(lines);
});

it("reads the same lines however the bytes are cut", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, ""));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, chunkBytes) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(""));
      expect(await linesOf(bytes, chunkBytes)).toEqual(lines);
    }),
  );
});
