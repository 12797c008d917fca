import { z } from "zod";
import { decodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import { Refusal } from "#lib/refusal";

export type PageInput = { cursor?: string | undefined; limit?: number | string | undefined };
export type Page<Row> = { items: Row[]; nextCursor: string | null };

/** Where a page ended: events and receipts alike are placed by their id and by when they were received. */
export type Place = { id: number; receivedAt: Date };

/** The name its cursors carry: events and receipts alike are listed by when they were received. */
const LIST = "received";
const limits = z.coerce.number().int().min(1).max(200).default(50);

/** Reads a page's input. Throws Refusal `invalid`, naming the field, for a limit out of bounds or a cursor we did not make. */
export function readPage(input: PageInput): { before: Place | undefined; limit: number } {
  const limit = limits.safeParse(input.limit);
  if (!limit.success) {
    throw new Refusal("invalid", "limit is a whole number from 1 to 200.", { limit: "A whole number from 1 to 200." });
  }
  return { before: input.cursor === undefined ? undefined : placeOf(input.cursor), limit: limit.data };
}

function placeOf(cursor: string): Place {
  const { at, id } = decodeCursor(LIST, cursor, timePlace);
  return { id, receivedAt: at };
}

/** Cuts the one row read beyond the page, and tells by it whether there is another page. */
export function pageOf<Row extends Place>(rows: Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeTimeCursor(LIST, { at: last.receivedAt, id: last.id }) : null };
}
