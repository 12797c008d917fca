import { z } from "zod";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { accountStatus, clock, effectState, receiptVerdict, verdict } from "./generic-answers.ts";

const time = z.iso.datetime();
const status = z.enum(STATUSES);
const hidden = "null for a token of the role viewer";

const state = {
  episode: z.int().min(1),
  status,
  previousStatus: status.nullable(),
  reason: z.string().nullable().describe("the provider's reason; a viewer is given codes only"),
  statusSince: time,
  gap: z.boolean().describe("a message before the current one never came"),
  conflict: z.boolean().describe("a message contradicts the decision, which stands"),
};

const names = { refId: z.string(), source: z.string() };

const followUp = z.object({
  reason: z.string().nullable().describe(hidden),
  owner: z.string().nullable().describe(hidden),
  dueOn: z.iso.date().nullable(),
  overdue: z.boolean(),
  raisedAgain: z.boolean().describe("a message changed the case since a person last looked at it"),
});

/** A case in a list. */
export const listedCase = z.object({
  ...names,
  name: z.string().nullable().describe(`the business; ${hidden}`),
  ...state,
  gapSettled: z.boolean().describe("a person settled it; a new one raises it again"),
  conflictSettled: z.boolean(),
  missingStatus: status.nullable().describe("the status whose message is missing"),
  held: z.boolean().describe("under legal hold"),
  deliveryProblem: z.boolean().describe("an action or a delivery gave up, or the letter was not sent"),
  businessNotTold: z.boolean().describe("rejected, and its letter was neither sent nor waived"),
  assigned: z.boolean(),
  assignee: z.string().nullable().describe(hidden),
  followUp: followUp.nullable().describe("the open one"),
});

const timelineEvent = z.looseObject({
  kind: z.literal("event"),
  at: time.describe("when it first came"),
  messageId: z.string().nullable(),
  type: z.string().nullable(),
  status: status.nullable(),
  previousStatus: status.nullable(),
  reason: z.string().nullable(),
  verdict: verdict.nullable(),
  episode: z.int().nullable(),
  clock,
  occurredAt: time,
  receivedAt: time,
  secret: z.string().describe("the fingerprint of the secret that verified it"),
  receipts: z.array(z.looseObject({ receivedAt: time, verdict: receiptVerdict })),
});

const timelineItem = z
  .union([
    timelineEvent,
    z.looseObject({ kind: z.enum(["run", "effect", "note", "follow-up", "act", "delivery"]), at: time }),
  ])
  .describe("what happened; each kind has fields of its own, and more are added");

/** One case. */
export const foundCase = z.object({
  ...names,
  latest: z.boolean().describe("whether it is where the case stands now, not how an earlier episode ended"),
  ...state,
  redacted: z.boolean().describe("names, addresses and free text are null: the token may not read them"),
  assigned: z.boolean(),
  assignee: z.string().nullable().describe(hidden),
  business: z
    .object({
      name: z.string().nullable(),
      contactEmail: z.string().nullable(),
      accountStatus: accountStatus,
      enabledAt: time.nullable(),
    })
    .nullable(),
  followUp: followUp
    .extend({
      createdBy: z.string().nullable().describe(hidden),
      createdAt: time,
    })
    .nullable(),
  legalHold: z.object({ reason: z.string().nullable(), heldBy: z.string().nullable(), heldAt: time }).nullable(),
  removedAt: time.nullable().describe("when retention emptied it"),
  timeline: z.array(timelineItem).describe("oldest first"),
  timelineNextCursor: z.string().nullable().describe("leads to what came before"),
  effects: z.array(z.object({ key: z.string(), state: effectState, at: time })),
});

/** A business. */
export const business = z.object({
  ...names,
  name: z.string().nullable(),
  contactEmail: z.string().nullable(),
  accountStatus: accountStatus,
  enabledAt: time.nullable(),
  updatedAt: time,
  status: status.nullable().describe("of its case; null: it has none"),
  episode: z.int().nullable(),
  statusSince: time.nullable(),
});

export const businesses = z.object({
  items: z.array(business),
  nextCursor: z.string().nullable(),
  nextSince: time.describe("the `updatedSince` of the next poll"),
});

export const writtenBusiness = business
  .omit({ status: true, episode: true, statusSince: true })
  .extend({ changed: z.boolean().describe("false: it said so already") });
