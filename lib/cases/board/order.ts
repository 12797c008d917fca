import { asc, desc, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { cases } from "#db/schema";
import { Refusal } from "#lib/refusal";
import type { Sort } from "./filter.ts";

type Placed = { id: number; source: string; refId: string; statusSince: Date };
type Order = { by: SQL[]; beyond: (place: string[]) => SQL; place: (row: Placed) => string[] };

const since = sql`(${cases.statusSince}, ${cases.id})`;
const ref = sql`(${cases.source}, ${cases.refId})`;
const sinceOf = ([at, id]: string[]) => sql`(${new Date(Number(at)).toISOString()}::timestamptz, ${id}::bigint)`;
const refOf = ([source, refId]: string[]) => sql`(${source}, ${refId})`;
const sincePlace = (row: Placed) => [String(row.statusSince.getTime()), String(row.id)];
const refPlace = (row: Placed) => [row.source, row.refId];

/** Each order ends in something unique, so that a page ends in exactly one place, and goes along an index, so that it starts there. */
const ORDERS: Record<Sort, Order> = {
  newest: {
    by: [desc(cases.statusSince), desc(cases.id)],
    beyond: (place) => sql`${since} < ${sinceOf(place)}`,
    place: sincePlace,
  },
  oldest: {
    by: [asc(cases.statusSince), asc(cases.id)],
    beyond: (place) => sql`${since} > ${sinceOf(place)}`,
    place: sincePlace,
  },
  ref: { by: [asc(cases.source), asc(cases.refId)], beyond: (place) => sql`${ref} > ${refOf(place)}`, place: refPlace },
  "ref-desc": {
    by: [desc(cases.source), desc(cases.refId)],
    beyond: (place) => sql`${ref} < ${refOf(place)}`,
    place: refPlace,
  },
};

const storable = (text: string) => !text.includes("\0");
const places = {
  since: z.tuple([z.string().regex(/^\d{1,14}$/), z.string().regex(/^\d{1,15}$/)]),
  ref: z.tuple([z.string().max(512).refine(storable), z.string().max(4096).refine(storable)]),
};

export function orderBy(sort: Sort): SQL[] {
  return ORDERS[sort].by;
}

/** The rows after the place a cursor names. Throws Refusal `invalid` for a cursor that this order did not give. */
export function beyond(sort: Sort, cursor: string): SQL {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const shape = z.tuple([z.literal(sort), sort.startsWith("ref") ? places.ref : places.since]);
  const read = shape.safeParse(parsed(text));
  if (!read.success)
    throw new Refusal("invalid", "cursor is not one that this list gave.", { cursor: "Not a cursor of this list." });
  return ORDERS[sort].beyond(read.data[1]);
}

export function cursorAfter(sort: Sort, row: Placed): string {
  return Buffer.from(JSON.stringify([sort, ORDERS[sort].place(row)]), "utf8").toString("base64url");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
