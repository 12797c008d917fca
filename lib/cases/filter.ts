import { z } from "zod";
import { STATUSES } from "#lib/cases/lifecycle";
import { searchedWords } from "#lib/searched";

/** Why a case may need a person now. What each means in SQL stands in `attention.ts`. */
export const ATTENTIONS = ["follow-up", "overdue", "unassigned", "stuck", "delivery", "gap", "conflict"] as const;
export type Attention = (typeof ATTENTIONS)[number];

/** By time in state, or by source and refId. */
export const SORTS = ["newest", "oldest", "ref", "ref-desc"] as const;
export type Sort = (typeof SORTS)[number];

/** Which cases, in which order: the shape of the cases page's URL and of the API's query. */
export const casesFilter = z.object({
  source: searchedWords.optional(),
  status: z.enum(STATUSES, "No such status.").optional(),
  /** Words of a person: the beginning of a refId or of a word in a business's name, or where nothing begins so, any part of one. */
  q: searchedWords.optional(),
  /** `me`, `none` or a user's id. */
  assignee: searchedWords.optional(),
  attention: z.enum(ATTENTIONS, "No such reason for attention.").optional(),
  /** Only what is under legal hold. */
  hold: z.enum(["held"], "No such state of a hold.").optional(),
  sort: z.enum(SORTS, "No such order.").optional(),
});

export type CasesFilter = z.infer<typeof casesFilter>;

type Query = Record<string, string | string[] | undefined>;

/** Reads the filter out of a URL's query. What cannot be read is left out and named in `problems`, by field. */
export function casesFilterFromQuery(query: Query): { filter: CasesFilter; problems: Record<string, string> } {
  const filter: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, schema] of Object.entries(casesFilter.shape)) {
    const given = [query[name]].flat()[0];
    // A form sends its empty fields too.
    if (given === undefined || given.trim() === "") continue;
    const read = schema.safeParse(given);
    if (read.success) filter[name] = read.data;
    else problems[name] = read.error.issues[0]?.message ?? "Not understood.";
  }
  return { filter: filter as CasesFilter, problems };
}

/** The query that `casesFilterFromQuery` reads back; keys in one order, so that equal filters give equal URLs. */
export function queryFromCasesFilter(filter: CasesFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(casesFilter.shape) as (keyof CasesFilter)[]) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
