import { z } from "zod";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { exactText, searchedWords } from "#lib/query-params";
import { refIdInput } from "#lib/ref-id";

/** Why a case may need a person now. `attention.ts` has the SQL of each. */
export const ATTENTIONS = [
  "follow-up",
  "overdue",
  "unassigned",
  "stuck",
  "business-not-told",
  "delivery",
  "gap",
  "conflict",
] as const;
export type Attention = (typeof ATTENTIONS)[number];

/** By time in state, or by source and refId. */
export const SORTS = ["newest", "oldest", "ref", "ref-desc"] as const;
export type Sort = (typeof SORTS)[number];

/** Which cases, in which order: the shape of the cases page's URL and of the API's query. */
export const casesFilter = z.object({
  source: exactText.optional(),
  /** The one case of this refId, exactly as the sender wrote it. */
  refId: refIdInput.optional(),
  status: z.enum(STATUSES, "No such status.").optional(),
  /** The beginning of a refId, or words of a business's name; see `casesFoundByWords`. */
  q: searchedWords.optional(),
  /** `me`, `none` or a user's id: what is assigned to a person, and what they follow up. */
  assignee: exactText.optional(),
  attention: z.enum(ATTENTIONS, "No such reason for attention.").optional(),
  /** Only what is under legal hold. */
  hold: z.enum(["held"], "No such state of a hold.").optional(),
  sort: z.enum(SORTS, "No such order.").optional(),
});

export type CasesFilter = z.infer<typeof casesFilter>;
