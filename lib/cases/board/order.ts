import { type AnyColumn, asc, desc, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { cases } from "#db/schema";
import { decodeCursor, encodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import type { Sort } from "./filter.ts";

type Placed = { id: number; source: string; refId: string; statusSince: Date };
type Key = {
  columns: [AnyColumn, AnyColumn];
  cursorOf: (sort: Sort, row: Placed) => string;
  /** The values of `columns` that a cursor names, as an SQL row. */
  valuesOf: (sort: Sort, cursor: string) => SQL;
};

const BY_TIME: Key = {
  columns: [cases.statusSince, cases.id],
  cursorOf: (sort, { statusSince, id }) => encodeTimeCursor(sort, { at: statusSince, id }),
  valuesOf: (sort, cursor) => {
    const { at, id } = decodeCursor(sort, cursor, timePlace);
    return sql`(${at.toISOString()}::timestamptz, ${id}::bigint)`;
  },
};

const storable = z.string().refine((text) => !text.includes("\0"));
const refPlace = z.tuple([storable.max(512), storable.max(4096)]);
const BY_REF: Key = {
  columns: [cases.source, cases.refId],
  cursorOf: (sort, { source, refId }) => encodeCursor(sort, [source, refId]),
  valuesOf: (sort, cursor) => {
    const [source, refId] = decodeCursor(sort, cursor, refPlace);
    return sql`(${source}, ${refId})`;
  },
};

/** Each order ends in a unique column, so that a page ends in exactly one place, and follows an index, so that it starts there. */
const ORDERS: Record<Sort, { key: Key; direction: typeof asc | typeof desc }> = {
  newest: { key: BY_TIME, direction: desc },
  oldest: { key: BY_TIME, direction: asc },
  ref: { key: BY_REF, direction: asc },
  "ref-desc": { key: BY_REF, direction: desc },
};

export function orderBy(sort: Sort): SQL[] {
  const { key, direction } = ORDERS[sort];
  return key.columns.map((column) => direction(column));
}

/** The rows after the place a cursor names. Throws Refusal `invalid` for a cursor that this order did not give. */
export function afterCursor(sort: Sort, cursor: string): SQL {
  const { key, direction } = ORDERS[sort];
  const [first, second] = key.columns;
  return sql`(${first}, ${second}) ${direction === asc ? sql`>` : sql`<`} ${key.valuesOf(sort, cursor)}`;
}

export function cursorAfter(sort: Sort, row: Placed): string {
  return ORDERS[sort].key.cursorOf(sort, row);
}
