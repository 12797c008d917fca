import { z } from "zod";
import { eventVerdict, runState } from "#db/enums";
import { isoTimeInput } from "#lib/iso-time";
import { exactText, searchedWords } from "#lib/query-params";
import { refIdInput } from "#lib/ref-id";

/** `unplaced`: the handler update-case has not given the event a verdict yet. */
export const VERDICT_CHOICES = [...eventVerdict.enumValues, "unplaced"] as const;
export const RUN_STATE_CHOICES = runState.enumValues;

/** The filter of events in the URL of their page, the query of the API and the selection of a replay. */
export const eventsFilter = z.object({
  source: exactText.optional(),
  refId: refIdInput.optional(),
  type: exactText.optional(),
  verdict: z.enum(VERDICT_CHOICES, "No such verdict.").optional(),
  /** An event with a latest run in this state. */
  runState: z.enum(RUN_STATE_CHOICES, "No such run state.").optional(),
  /** Whole, or its beginning. */
  messageId: exactText.optional(),
  /** The beginning of a message id, or whatever finds a case. */
  q: searchedWords.optional(),
  /** Received at this time or later; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Received before this time. */
  to: isoTimeInput.optional(),
});

export type EventsFilter = z.infer<typeof eventsFilter>;
