import { z } from "zod";
import { CASE_STATUSES } from "#db/case-statuses";

const status = z.enum(CASE_STATUSES);
const time = z.iso.datetime().describe("ISO 8601, UTC");

/** What `data` holds of every event about a case: the case as it stands after it. */
const caseFacts = z.object({
  refId: z.string().describe("your own reference of the business"),
  source: z.string().describe("the source of Casewire that the case belongs to"),
  episode: z.int().positive().nullable().describe("which onboarding of the business it is, from 1"),
  status: status.nullable(),
  previousStatus: status.nullable(),
  reason: z.string().nullable().describe("the sender's reason of a rejection"),
  statusSince: time.nullable().describe("by the event clock"),
  sequence: z
    .int()
    .positive()
    .describe("grows by one with each event of a case: of two events the greater is the newer"),
  messageId: z.string().nullable().describe("the sender's message that it came from"),
});

/** What `data.personal` holds beside a type's own, for destinations that ask for personal data. */
const business = z.object({ name: z.string().nullable(), contactEmail: z.string().nullable() });

type Shape = z.ZodRawShape;
type Definition<Facts extends Shape, Personal extends Shape> = {
  /** One sentence, for the page and the documents. */
  about: string;
  /** What `data` holds beside `caseFacts`. */
  facts: z.ZodObject<Facts>;
  /** What `data.personal` holds beside the business. */
  personal: z.ZodObject<Personal>;
  /** Whether it is about a case, and `data` begins with its facts. */
  ofCase: boolean;
};

function ofCase<Facts extends Shape = Record<never, never>, Personal extends Shape = Record<never, never>>(
  about: string,
  facts: Facts = {} as Facts,
  personal: Personal = {} as Personal,
): Definition<Facts, Personal> {
  return { about, facts: z.object(facts), personal: z.object(personal), ofCase: true };
}

function ofDestination<Facts extends Shape>(about: string, facts: Facts): Definition<Facts, Record<never, never>> {
  return { about, facts: z.object(facts), personal: z.object({}), ofCase: false };
}

const followUp = { followUpId: z.int(), dueOn: z.iso.date().nullable() };
const marked = { reason: z.string(), owner: z.string().nullable() };
const failing = { destinationId: z.uuid(), name: z.string(), failingSince: time };

/** Every type of event that destinations are told of. The page, `docs/destinations.md` and the OpenAPI description are made of it. */
export const OUTGOING_TYPES = {
  "kyb.case.in_progress": ofCase("The business has opened the portal."),
  "kyb.case.in_review": ofCase("The business has submitted its case, and the provider reviews it."),
  "kyb.case.completed": ofCase("The provider has approved the business."),
  "kyb.case.rejected": ofCase("The provider has rejected the business; `reason` says why."),
  "case.gap": ofCase("An event shows that an earlier one has never arrived.", {
    missingStatus: status.describe("the status that no event brought"),
  }),
  "case.conflict": ofCase("An event contradicts the end that the case had reached. That end stands.", {
    claimedStatus: status.describe("the status that the event claims"),
  }),
  "account.enabled": ofCase("The account of the business was enabled here.", { enabledAt: time }),
  "letter.sent": ofCase("The letter of a rejection has left.", {}, { recipient: z.string() }),
  "letter.failed": ofCase(
    "The letter of a rejection was not sent, and is not tried again by itself.",
    {},
    { error: z.string() },
  ),
  "follow-up.opened": ofCase("A person has marked the case for follow-up.", followUp, marked),
  "follow-up.due": ofCase("The day of a follow-up has come.", followUp, marked),
  "follow-up.resolved": ofCase("A person has resolved the follow-up of the case.", followUp, {
    ...marked,
    outcome: z.string(),
  }),
  "run.gave-up": ofCase(
    "A handler has failed for the last time and waits for a person.",
    { runId: z.int(), handler: z.string(), attempts: z.int() },
    { error: z.string() },
  ),
  "destination.failing": ofDestination(
    "Another destination has answered nothing but failures for three days.",
    failing,
  ),
  "destination.disabled": ofDestination(
    "Another destination was disabled after days of failures, or because it answered 410.",
    {
      ...failing,
      reason: z.string(),
    },
  ),
  "destination.recovered": ofDestination("Another destination that was failing has taken a delivery again.", failing),
  test: ofDestination("A test that a person has sent from the page or by the API.", {
    destinationId: z.uuid(),
    sentBy: z.string(),
  }),
} as const satisfies Record<string, Definition<Shape, Shape>>;

export type OutgoingType = keyof typeof OUTGOING_TYPES;
export type FactsOf<T extends OutgoingType> = z.input<(typeof OUTGOING_TYPES)[T]["facts"]>;
export type PersonalOf<T extends OutgoingType> = z.input<(typeof OUTGOING_TYPES)[T]["personal"]>;
export type CaseFacts = z.input<typeof caseFacts>;

export const OUTGOING_TYPE_NAMES = Object.keys(OUTGOING_TYPES) as [OutgoingType, ...OutgoingType[]];

/** The types a destination can choose. A test goes to the one it tests, whatever that has chosen. */
export const SUBSCRIBABLE_TYPES = OUTGOING_TYPE_NAMES.filter((type) => type !== "test");

/** The types of which the sender's own bytes exist: those a destination in the format `as-received` can take. */
export const AS_RECEIVED_TYPES = OUTGOING_TYPE_NAMES.filter((type) => type.startsWith("kyb.case."));

/** The schema of the whole body in the format `casewire`. `data.personal` is there for destinations that ask for it. */
export function bodySchema(type: OutgoingType) {
  const { facts, personal, ofCase } = OUTGOING_TYPES[type] as Definition<Shape, Shape>;
  const own = ofCase ? caseFacts.extend(facts.shape) : facts;
  const data = ofCase ? own.extend({ personal: personal.extend({ business }).optional() }) : own;
  return z.object({ type: z.literal(type), timestamp: time.describe("when it happened"), data });
}
