import { z } from "zod";
import { Refusal } from "#lib/refusal";

const limits = z.coerce.number().int().min(1).max(200).default(50);

/** `?cursor=&limit=`, as every list of the API takes them. Throws Refusal `invalid`; a cursor is judged by the list it came from. */
export function pageQuery(query: URLSearchParams): { cursor: string | undefined; limit: number } {
  const limit = limits.safeParse(query.get("limit") ?? undefined);
  if (!limit.success) {
    throw new Refusal("invalid", "limit is a whole number from 1 to 200.", { limit: "A whole number from 1 to 200." });
  }
  return { cursor: query.get("cursor") ?? undefined, limit: limit.data };
}
