import { z } from "zod";
import { actorKind } from "#db/enums";
import { searchedTime } from "#lib/searched";

/** Which entries: the shape of the audit page's URL. */
export const entriesFilter = z.object({
  /** `user:<id>`: the kind of the actor and its id. */
  actor: z
    .string()
    .regex(new RegExp(`^(${actorKind.enumValues.join("|")}):`), "Not an actor.")
    .optional(),
  /** `case.flagged` */
  action: z.string().max(100).optional(),
  /** `case:vove/acme`: the kind of the subject and its id. */
  subject: z
    .string()
    .max(1000)
    .regex(/^[^:]+:/, "Not a subject.")
    .optional(),
  /** Recorded at this time or later; ISO 8601, UTC where it names no zone. */
  from: searchedTime.optional(),
  /** Recorded before this time. */
  to: searchedTime.optional(),
});

export type EntriesFilter = z.infer<typeof entriesFilter>;

/** Reads the filter out of a URL's query; what cannot be read is left out and named in `problems`, by field. */
export function entriesFilterOf(query: Record<string, string | string[] | undefined>): {
  filter: EntriesFilter;
  problems: Record<string, string>;
} {
  const filter: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, schema] of Object.entries(entriesFilter.shape)) {
    const given = [query[name]].flat()[0]?.trim();
    // A form sends its empty fields too.
    if (!given) continue;
    const read = schema.safeParse(given);
    if (read.success) filter[name] = read.data;
    else problems[name] = read.error.issues[0]?.message ?? "Not understood.";
  }
  return { filter: filter as EntriesFilter, problems };
}
