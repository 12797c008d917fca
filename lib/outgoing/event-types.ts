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
  /** When it is written, in a sentence for the documents. */
  when: string;
  /** What `data` holds beside `caseFacts`. */
  facts: z.ZodObject<Facts>;
  /** What `data.personal` holds beside the business. */
  personal: z.ZodObject<Personal>;
  /** Whether it is about a case, and `data` begins with its facts. */
  ofCase: boolean;
};

function ofCase<Facts extends Shape = Record<never, never>, Personal extends Shape = Record<never, never>>(
  about: string,
  when: string,
  facts: Facts = {} as Facts,
  personal: Personal = {} as Personal,
): Definition<Facts, Personal> {
  return { about, when, facts: z.object(facts), personal: z.object(personal), ofCase: true };
}

function ofDestination<Facts extends Shape>(
  about: string,
  when: string,
  facts: Facts,
): Definition<Facts, Record<never, never>> {
  return { about, when, facts: z.object(facts), personal: z.object({}), ofCase: false };
}

const followUp = {
  followUpId: z.int().describe("the same from opened to resolved"),
  dueOn: z.iso.date().nullable().describe("the day by which something is to happen"),
};
const marked = { reason: z.string(), owner: z.string().nullable() };
const STEP = "Written when the event is applied to its case; one that comes late or repeats another is not told.";
const failing = {
  destinationId: z.uuid().describe("the destination that it is about"),
  name: z.string().describe("its name"),
  failingSince: time.describe("its first failure after its last success"),
};

/** Every type of event that destinations are told of. The page, `docs/destinations.md` and the OpenAPI description are made of it. */
export const OUTGOING_TYPES = {
  "kyb.case.in_progress": ofCase("The business has opened the portal.", STEP),
  "kyb.case.in_review": ofCase("The business has submitted its case, and the provider reviews it.", STEP),
  "kyb.case.completed": ofCase("The provider has approved the business.", STEP),
  "kyb.case.rejected": ofCase("The provider has rejected the business; `reason` says why.", STEP),
  "case.gap": ofCase(
    "An event shows that an earlier one has never arrived.",
    "Written behind the event that shows it. The earlier one may still arrive, and is then late.",
    { missingStatus: status.describe("the status that no event brought") },
  ),
  "case.conflict": ofCase(
    "An event contradicts the end that the case had reached. That end stands.",
    "Written in place of the event's own type.",
    { claimedStatus: status.describe("the status that the event claims") },
  ),
  "account.enabled": ofCase(
    "The account of the business was enabled here.",
    "Written once an onboarding, in the transaction that enables it.",
    { enabledAt: time.describe("when it was enabled") },
  ),
  "letter.sent": ofCase(
    "The letter of a rejection has left.",
    "Written when the mail server has taken it.",
    {},
    { recipient: z.string() },
  ),
  "letter.failed": ofCase(
    "The letter of a rejection was not sent, and is not tried again by itself.",
    "Written when the handler `notify-customer` gives up.",
    {},
    { error: z.string() },
  ),
  "follow-up.opened": ofCase(
    "A person has marked the case for follow-up.",
    "Written in the transaction of their act.",
    followUp,
    marked,
  ),
  "follow-up.due": ofCase(
    "The day of a follow-up has come.",
    "Written within a minute of the day's beginning in UTC, once for each day that was set.",
    followUp,
    marked,
  ),
  "follow-up.resolved": ofCase(
    "A person has resolved the follow-up of the case.",
    "Written in the transaction of their act.",
    followUp,
    { ...marked, outcome: z.string() },
  ),
  "run.gave-up": ofCase(
    "A handler has failed for the last time and waits for a person.",
    "Written after its last attempt. A delivery that gives up is not told: two failing destinations would tell of each other for ever.",
    {
      runId: z.int().describe("its last run"),
      handler: z.string().describe("the handler's name"),
      attempts: z.int().describe("how often it was tried"),
    },
    { error: z.string() },
  ),
  "destination.failing": ofDestination(
    "Another destination has answered nothing but failures for three days.",
    "Written at the first failure after that.",
    failing,
  ),
  "destination.disabled": ofDestination(
    "Another destination was disabled after days of failures, or because it answered 410.",
    "Written when the worker disables it; not when a person does.",
    { ...failing, reason: z.string().describe("why it was disabled") },
  ),
  "destination.recovered": ofDestination(
    "Another destination that was failing has taken a delivery again.",
    "Written at its first success, where `destination.failing` was written before.",
    failing,
  ),
  test: ofDestination(
    "A test that a person has sent from the page or by the API.",
    "Sent to the destination that it tests alone, whatever types that takes, and once.",
    {
      destinationId: z.uuid().describe("the destination that is tested"),
      sentBy: z.string().describe("who sent it"),
    },
  ),
} as const satisfies Record<string, Definition<Shape, Shape>>;

export type OutgoingType = keyof typeof OUTGOING_TYPES;
export type FactsOf<T extends OutgoingType> = z.input<(typeof OUTGOING_TYPES)[T]["facts"]>;
export type PersonalOf<T extends OutgoingType> = z.input<(typeof OUTGOING_TYPES)[T]["personal"]>;

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
