import { z } from "zod";
import { eventVerdict, runState } from "#db/enums";
import { searchedTime, searchedWords } from "#lib/searched";

/** `unplaced`: update-case has not yet given the event a verdict. */
export const VERDICT_CHOICES = [...eventVerdict.enumValues, "unplaced"] as const;
export const RUN_STATE_CHOICES = runState.enumValues;

/** Which events: the shape of the events page's URL, of the API's query and of a replay's selection. */
export const eventsFilter = z.object({
  source: searchedWords.optional(),
  refId: searchedWords.optional(),
  type: searchedWords.optional(),
  verdict: z.enum(VERDICT_CHOICES, "No such verdict.").optional(),
  /** An event with a latest run in this state. */
  runState: z.enum(RUN_STATE_CHOICES, "No such run state.").optional(),
  /** Whole, or its beginning. */
  messageId: searchedWords.optional(),
  /** Words of a person: the beginning of a message id, or what `casesFilter` finds by its words. */
  q: searchedWords.optional(),
  /** Received at this time or later; ISO 8601, UTC where it names no zone. */
  from: searchedTime.optional(),
  /** Received before this time. */
  to: searchedTime.optional(),
});

export type EventsFilter = z.infer<typeof eventsFilter>;

export type Query = Record<string, string | string[] | undefined>;

/**
 * Reads the filter out of a URL's query. What cannot be read is left out and named in `problems`, by field: a page says so and
 * still shows the rest, the API refuses.
 */
export function filterFromQuery(query: Query): { filter: EventsFilter; problems: Record<string, string> } {
  const filter: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, schema] of Object.entries(eventsFilter.shape)) {
    const given = [query[name]].flat()[0];
    // A form sends its empty fields too.
    if (given === undefined || given.trim() === "") continue;
    const read = schema.safeParse(given);
    if (read.success) filter[name] = read.data;
    else problems[name] = read.error.issues[0]?.message ?? "Not understood.";
  }
  return { filter: filter as EventsFilter, problems };
}

/** The query that `filterFromQuery` reads back; keys in one order, so that equal filters give equal URLs. */
export function queryFromFilter(filter: EventsFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(eventsFilter.shape) as (keyof EventsFilter)[]) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
