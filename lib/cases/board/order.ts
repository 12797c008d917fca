import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor";
import type { Sort } from "./filter.ts";
import type { Place, Segment } from "./segment.ts";
import { URGENCY } from "./urgency.ts";

/** Of all orders but `urgent`: each is one segment. */
export const SIMPLE_ORDERS: Record<Exclude<Sort, "urgent">, Segment> = {
  newest: { by: "since", direction: "desc" },
  oldest: { by: "since", direction: "asc" },
  ref: { by: "ref", direction: "asc" },
  "ref-desc": { by: "ref", direction: "desc" },
};

export function segmentsOf(sort: Sort): readonly Segment[] {
  return sort === "urgent" ? URGENCY : [SIMPLE_ORDERS[sort]];
}

const idText = z.string().regex(/^\d{1,15}$/);
const timeText = z.string().regex(/^\d{1,14}$/);
const storable = z.string().refine((text) => !text.includes("\0"));

const timePlace = z
  .tuple([timeText, idText])
  .transform(([key, id]): Place => ({ segment: 0, key: Number(key), id: Number(id) }));
const refPlace = z
  .tuple([storable.max(512), storable.max(4096)])
  .transform(([source, refId]): Place => ({ source, refId }));
/** Days are of fewer digits than milliseconds, and may be before 1970. */
const dayText = z.string().regex(/^-?\d{1,6}$/);
const urgentPlace = z
  .tuple([z.string().regex(/^\d{1,2}$/), z.string(), idText])
  .transform(([n, key, id], context): Place => {
    const by = URGENCY[Number(n)]?.by;
    if (by !== undefined && (by === "due" ? dayText : timeText).safeParse(key).success)
      return { segment: Number(n), key: Number(key), id: Number(id) };
    context.addIssue({ code: "custom", message: "No place of this order." });
    return z.NEVER;
  });

const PLACES: Record<Sort, z.ZodType<Place>> = {
  newest: timePlace,
  oldest: timePlace,
  ref: refPlace,
  "ref-desc": refPlace,
  urgent: urgentPlace,
};

/** The place that a cursor names. Throws Refusal `invalid` for a cursor that this order did not give. */
export function placeOf(sort: Sort, cursor: string): Place {
  return decodeCursor(sort, cursor, PLACES[sort]);
}

export function cursorOf(sort: Sort, place: Place): string {
  return encodeCursor(sort, textsOf(sort, place));
}

function textsOf(sort: Sort, place: Place): string[] {
  if ("source" in place) return [place.source, place.refId];
  const { segment, key, id } = place;
  return (sort === "urgent" ? [segment, key, id] : [key, id]).map(String);
}

/**
 * The place of a case, for its address beside the list it was opened from. It stays as it is when the case moves on, so that the next case
 * is the one that followed it. Undefined where the case's own address says it.
 */
export function placeText(sort: Sort, place: Place): string | undefined {
  return "source" in place ? undefined : textsOf(sort, place).slice(0, -1).join(".");
}

/** Reads what `placeText` wrote of a case; undefined where it cannot be read. */
export function readPlace(
  sort: Sort,
  text: string,
  { id, source, refId }: { id: number; source: string; refId: string },
): Place | undefined {
  if (PLACES[sort] === refPlace) return { source, refId };
  return PLACES[sort].safeParse([...text.split("."), String(id)]).data;
}
