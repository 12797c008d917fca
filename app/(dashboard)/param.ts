import type { Query } from "#lib/query-params";

/** A parameter of the query, the first where it comes more than once; undefined where it is empty. */
export function one(query: Query, name: string): string | undefined {
  return [query[name]].flat()[0] || undefined;
}

/** A dynamic part of the path as it was meant: Next hands it to a page as the address has it, `%2F` and all. */
export function textOfParam(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}

/** The id that a parameter holds; undefined where it is no whole number above 0. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
