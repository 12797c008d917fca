import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** The place of a row in a list ordered by a time and, within it, by id. */
export const timePlace = z
  .tuple([z.string().regex(/^\d{1,14}$/), z.string().regex(/^\d{1,15}$/)])
  .transform(([time, id]) => ({ at: new Date(Number(time)), id: Number(id) }));

export type TimePlace = z.infer<typeof timePlace>;

/** The cursor after a row: the name of its list and the row's place there, opaque to clients. */
export function encodeCursor(list: string, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, place]), "utf8").toString("base64url");
}

export function encodeTimeCursor(list: string, { at, id }: TimePlace): string {
  return encodeCursor(list, [String(at.getTime()), String(id)]);
}

/** The place that a cursor names. Throws Refusal `invalid` for a cursor that `list` did not give. */
export function decodeCursor<Place>(list: string, cursor: string, place: z.ZodType<Place>): Place {
  const read = z.tuple([z.literal(list), place]).safeParse(parsed(Buffer.from(cursor, "base64url").toString("utf8")));
  if (read.success) return read.data[1];
  throw new Refusal("invalid", "cursor is not one that this list gave.", { cursor: "Not a cursor of this list." });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
