import { z } from "zod";
import { decodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import { Refusal } from "#lib/refusal";

export type PageInput = { cursor?: string | undefined; limit?: number | string | undefined };
export type Page<Row> = { items: Row[]; nextCursor: string | null };

/** The position of an event or a receipt in its list: both are listed by when they were received. */
export type Position = { id: number; receivedAt: Date };

/** The name of the list in its cursors. */
const LIST = "received";
const limits = z.coerce.number().int().min(1).max(200).default(50);

/** Reads a page's input. Throws Refusal `invalid`, naming the field, for a limit out of range or a cursor not of these lists. */
export function readPageInput(input: PageInput): { cursor: Position | undefined; limit: number } {
  const limit = limits.safeParse(input.limit);
  if (!limit.success) {
    throw new Refusal("invalid", "limit is a whole number from 1 to 200.", { limit: "A whole number from 1 to 200." });
  }
  return { cursor: input.cursor === undefined ? undefined : positionOf(input.cursor), limit: limit.data };
}

function positionOf(cursor: string): Position {
  const { at, id } = decodeCursor(LIST, cursor, timePlace);
  return { id, receivedAt: at };
}

/** The page of `rows`, which are one more than `limit` where there is a next page. */
export function paginate<Row extends Position>(rows: Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeTimeCursor(LIST, { at: last.receivedAt, id: last.id }) : null };
}
