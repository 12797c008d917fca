import { z } from "zod";

/** A URL's query as Next gives it to a page. */
export type Query = Record<string, string | string[] | undefined>;

/** An id, a type or a name to be matched exactly: taken as it is, never trimmed. */
export const exactText = z
  .string()
  .min(1)
  .max(512)
  .refine((text) => !text.includes("\0"), "It holds a character that nothing here has.");

/** Search words. They may be a whole refId, so they are not trimmed either. */
export const searchedWords = exactText;

/**
 * Reads a page's filter from its URL. A parameter that cannot be read is left out and named in `problems`: the page says so and applies
 * the rest. The API refuses such queries instead.
 */
export function readFilter<Filter extends z.ZodObject>(
  schema: Filter,
  query: Query,
): { filter: z.infer<Filter>; problems: Record<string, string> } {
  const filter: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const given = [query[name]].flat()[0];
    // A form also sends its empty fields.
    if (given === undefined || given === "") continue;
    const read = field.safeParse(given);
    if (read.success) filter[name] = read.data;
    else problems[name] = read.error.issues[0]?.message ?? "Not understood.";
  }
  return { filter: filter as z.infer<Filter>, problems };
}

/** The query that `readFilter` reads back; keys in the schema's order, so that equal filters give equal addresses. */
export function writeFilter<Filter extends z.ZodObject>(schema: Filter, filter: z.infer<Filter>): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(schema.shape)) {
    const value = (filter as Record<string, unknown>)[name];
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}
