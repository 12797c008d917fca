import { z } from "zod";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import { isoTimeInput } from "#lib/iso-time";
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

/** By time in state, by source and refId, or by what needs a person first: `urgency.ts`. */
export const SORTS = ["newest", "oldest", "ref", "ref-desc", "urgent"] as const;
export type Sort = (typeof SORTS)[number];

/** The day of the open follow-up: before today, today, within seven days, or none. Days are those of UTC. */
export const DUE_CHOICES = ["late", "today", "week", "none"] as const;

/** Whose turn a case is, and in which statuses. `us`: the adopter has a decision to tell the business. */
export const TURN_STATUSES = {
  business: ["NOT_STARTED", "IN_PROGRESS"],
  provider: ["IN_REVIEW"],
  us: ["REJECTED"],
} as const satisfies Record<string, readonly CaseStatus[]>;
export type Turn = keyof typeof TURN_STATUSES;

export const ENDED = ["COMPLETED", "REJECTED"] as const satisfies readonly CaseStatus[];

/** `overdue,gap`: any of them. Equal choices are read as equal lists. */
const attentions = z.string().transform((text, context): Attention[] => {
  const named = text.split(",");
  if (named.every((name) => (ATTENTIONS as readonly string[]).includes(name)))
    return ATTENTIONS.filter((attention) => named.includes(attention));
  context.addIssue({ code: "custom", message: "No such reason for attention." });
  return z.NEVER;
});

const wholeDays = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, "A whole number of days from 1 to 9999.")
  .transform(Number);

/** Which cases, in which order: the shape of the cases page's URL and of the API's query. */
export const casesFilter = z.object({
  source: exactText.optional(),
  /** The one case of this refId, exactly as the sender wrote it. */
  refId: refIdInput.optional(),
  status: z.enum(STATUSES, "No such status.").optional(),
  /** The beginning of a refId, or words of a business's name; see `casesFoundByWords`. */
  q: searchedWords.optional(),
  /** `me`, `none` or a user's id: what is assigned to a person, and what they follow up. `left`: open cases of those who may not sign in any more. */
  assignee: exactText.optional(),
  attention: attentions.optional(),
  due: z.enum(DUE_CHOICES, "No such choice of a day.").optional(),
  /** The owner of the open follow-up: `me`, `none`, `left` or a user's id. */
  owner: exactText.optional(),
  /** Only follow-ups that a change of the case has raised again: since someone last confirmed them. */
  raised: z.enum(["again"], "No such state of a follow-up.").optional(),
  /** The sender's reason, exactly. */
  reason: exactText.optional(),
  turn: z.enum(Object.keys(TURN_STATUSES) as Turn[], "Nobody's turn has this name.").optional(),
  /** At least so many days in its status. */
  inState: wholeDays.optional(),
  /** Completed or rejected at this time or later; ISO 8601, UTC where it names no zone. */
  endedFrom: isoTimeInput.optional(),
  /** Completed or rejected before this time. */
  endedTo: isoTimeInput.optional(),
  /** With an onboarding that began at this time or later. */
  openedFrom: isoTimeInput.optional(),
  /** With an onboarding that began before this time. */
  openedTo: isoTimeInput.optional(),
  /** Only what is under legal hold. */
  hold: z.enum(["held"], "No such state of a hold.").optional(),
  sort: z.enum(SORTS, "No such order.").optional(),
});

export type CasesFilter = z.infer<typeof casesFilter>;

/** The statuses that a filter leaves; undefined: all. */
export function statusesOf(filter: CasesFilter): readonly CaseStatus[] | undefined {
  const limits: (readonly CaseStatus[])[] = [];
  if (filter.status !== undefined) limits.push([filter.status]);
  if (filter.turn !== undefined) limits.push(TURN_STATUSES[filter.turn]);
  if (filter.endedFrom !== undefined || filter.endedTo !== undefined) limits.push(ENDED);
  if (limits.length === 0) return undefined;
  return STATUSES.filter((status) => limits.every((limit) => limit.includes(status)));
}
