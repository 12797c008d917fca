import { expect, it } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, encodeTimeCursor, timePlace } from "./cursor.ts";

const place = z.tuple([z.string(), z.string()]);
const refused = expect.objectContaining({ code: "invalid", fields: { cursor: "Not a cursor of this list." } });

it("leads back to the place of its row, whatever characters that holds", () => {
  const row = ["vove", "a/b \u{1F4E8} \u2028"];
  expect(decodeCursor("ref", encodeCursor("ref", row), place)).toEqual(row);
  const timed = { at: new Date("2026-11-25T10:00:00.123Z"), id: 7 };
  expect(decodeCursor("newest", encodeTimeCursor("newest", timed), timePlace)).toEqual(timed);
});

it("is refused by another list", () => {
  expect(() => decodeCursor("oldest", encodeCursor("newest", ["1", "2"]), place)).toThrow(refused);
});

it.each(["", "!!", "bm90IG91cnM", encodeCursor("newest", ["x", "1"]), encodeCursor("newest", ["1"])])(
  "is refused where no list gave it: %j",
  (cursor) => {
    expect(() => decodeCursor("newest", cursor, timePlace)).toThrow(refused);
  },
);
