import { type AnyColumn, asc, desc, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { CasesFilter } from "./filter.ts";

/**
 * A part of an order. Its cases come one after another by `by` and a unique column, so that a page ends in exactly one place, and follow an
 * index. An order of several segments has them one after another.
 */
export type Segment = {
  by: "since" | "due" | "ref";
  direction: "asc" | "desc";
  /** The conditions of its cases, one of which holds; undefined: all. */
  choose?: (filter: CasesFilter) => (SQL | undefined)[];
  /** Whether a case of the filter can be in it. */
  possible?: (filter: CasesFilter) => boolean;
};

/** Where a case is in an order: the number of its segment, and within it a number and its id, or its source and refId. */
export type Place = { segment: number; key: number; id: number } | { source: string; refId: string };

const COLUMNS: Record<Segment["by"], [AnyColumn, AnyColumn]> = {
  since: [cases.statusSince, cases.id],
  due: [cases.followUpDueOn, cases.id],
  ref: [cases.source, cases.refId],
};

/** The first of the columns as a number: milliseconds, which `timestamptz(3)` holds exactly, or days. */
export const KEYS: Record<Segment["by"], SQL<number>> = {
  since: sql`(extract(epoch from ${cases.statusSince}) * 1000)::float8`,
  due: sql`(${cases.followUpDueOn} - date '1970-01-01')::float8`,
  ref: sql`0::float8`,
};

/** `reversed`: from the last to the first. */
export function orderBy({ by, direction }: Segment, reversed = false): SQL[] {
  return COLUMNS[by].map((column) => ((direction === "asc") === reversed ? desc(column) : asc(column)));
}

/** The rows after a place of the same segment; `reversed`: before it. */
export function pastPlace(segment: Segment, place: Place, reversed = false): SQL {
  const [first, second] = COLUMNS[segment.by];
  const sign = (segment.direction === "asc") === reversed ? sql`<` : sql`>`;
  return sql`(${first}, ${second}) ${sign} ${valuesOf(segment, place)}`;
}

function valuesOf({ by }: Segment, place: Place): SQL {
  if ("source" in place) return sql`(${place.source}, ${place.refId})`;
  if (by === "due") return sql`(date '1970-01-01' + ${place.key}::int, ${place.id}::bigint)`;
  return sql`(${new Date(place.key).toISOString()}::timestamptz, ${place.id}::bigint)`;
}
