import { z } from "zod";
import { eventVerdict, runState } from "#db/enums";
import { isoTimeInput } from "#lib/iso-time";
import { exactText, type Query, readFilter, searchedWords, writeFilter } from "#lib/query-params";
import { refIdInput } from "#lib/ref-id";

export type { Query } from "#lib/query-params";

/** `unplaced`: update-case has not yet given the event a verdict. */
export const VERDICT_CHOICES = [...eventVerdict.enumValues, "unplaced"] as const;
export const RUN_STATE_CHOICES = runState.enumValues;

/** Which events: the shape of the events page's URL, of the API's query and of a replay's selection. */
export const eventsFilter = z.object({
  source: exactText.optional(),
  refId: refIdInput.optional(),
  type: exactText.optional(),
  verdict: z.enum(VERDICT_CHOICES, "No such verdict.").optional(),
  /** An event with a latest run in this state. */
  runState: z.enum(RUN_STATE_CHOICES, "No such run state.").optional(),
  /** Whole, or its beginning. */
  messageId: exactText.optional(),
  /** Words of a person: the beginning of a message id, or what `casesFilter` finds by its words. */
  q: searchedWords.optional(),
  /** Received at this time or later; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Received before this time. */
  to: isoTimeInput.optional(),
});

export type EventsFilter = z.infer<typeof eventsFilter>;

/** The filter of the events page's address; see `readFilter`. */
export function filterFromQuery(query: Query): { filter: EventsFilter; problems: Record<string, string> } {
  return readFilter(eventsFilter, query);
}

/** The query that `filterFromQuery` reads back. */
export function queryFromFilter(filter: EventsFilter): URLSearchParams {
  return writeFilter(eventsFilter, filter);
}
