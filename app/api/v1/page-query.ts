import type { PageInput } from "#lib/events/page-of";

/** `?cursor=&limit=`, as lists take them; the list itself says what is wrong with them. */
export function pageQuery(query: URLSearchParams): PageInput {
  return { cursor: query.get("cursor") ?? undefined, limit: query.get("limit") ?? undefined };
}
