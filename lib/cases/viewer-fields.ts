import { type Redacted, type Rules, redact } from "#lib/redact";
import type { WholeCase } from "./find-case.ts";
import { messageIdRule, reasonRule, typeRule } from "./sender-text.ts";

/**
 * The fields of a case for readers who may not read businesses: statuses, times, verdicts, ids and names of handlers. Free text, the names
 * of people and the data of the business are hidden. A refId is shown: the sender should not put personal data into one.
 */
const EPISODE = {
  number: "shown",
  status: "shown",
  previousStatus: "shown",
  reason: reasonRule,
  openedAt: "shown",
  statusSince: "shown",
  gap: "shown",
  conflict: "shown",
  statusEventId: "shown",
  deliveryProblem: "shown",
} as const satisfies Rules<WholeCase["episodes"][number]>;

const ASSIGNEE = { id: "hidden", name: "hidden" } as const satisfies Rules<NonNullable<WholeCase["assignee"]>>;

const BUSINESS = {
  name: "hidden",
  contactEmail: "hidden",
  accountStatus: "shown",
  enabledAt: "shown",
} as const satisfies Rules<NonNullable<WholeCase["business"]>>;

const FOLLOW_UP = {
  id: "shown",
  caseId: "shown",
  reason: "hidden",
  dueOn: "shown",
  ownerId: "hidden",
  owner: "hidden",
  createdBy: "hidden",
  createdAt: "shown",
  seenAt: "shown",
  resolvedBy: "hidden",
  resolvedAt: "shown",
  outcome: "hidden",
  dueAnnouncedOn: "hidden",
  raisedAgain: "shown",
  overdue: "shown",
} as const satisfies Rules<NonNullable<WholeCase["followUp"]>>;

const HOLD = {
  reason: "hidden",
  heldBy: "hidden",
  heldAt: "shown",
} as const satisfies Rules<NonNullable<WholeCase["legalHold"]>>;

const PROVENANCE_RECEIPT = {
  id: "shown",
  receivedAt: "shown",
  attemptedAt: "shown",
  outcome: "shown",
  secretFingerprint: "shown",
  responseStatus: "shown",
  durationMs: "shown",
} as const satisfies Rules<WholeCase["provenance"]["receipts"][number]>;

const PROVENANCE = {
  messageId: messageIdRule,
  refId: "shown",
  removedAt: "shown",
  source: "shown",
  type: typeRule,
  secretFingerprint: "shown",
  clock: "shown",
  occurredAt: "shown",
  receivedAt: "shown",
  verdict: "shown",
  receipts: (receipts: WholeCase["provenance"]["receipts"]) => receipts.map((one) => redact(one, PROVENANCE_RECEIPT)),
  receiptsRemovedAt: "shown",
} as const satisfies Rules<WholeCase["provenance"]>;

const EFFECT = {
  id: "shown",
  key: "shown",
  handler: "shown",
  state: "shown",
  at: "shown",
  runState: "shown",
} as const satisfies Rules<WholeCase["effects"][number]>;

const DEAD_DELIVERY = {
  destination: "hidden",
  attempt: "shown",
  last: "hidden",
  deliveries: "shown",
} as const satisfies Rules<WholeCase["deadDeliveries"][number]>;

const SETTLEMENT = {
  kind: "shown",
  reason: "hidden",
  settledBy: "hidden",
  settledAt: "shown",
} as const satisfies Rules<WholeCase["settled"][number]>;

const CASE = {
  ...EPISODE,
  id: "shown",
  source: "shown",
  refId: "shown",
  episode: "shown",
  latest: "shown",
  redacted: () => true,
  episodes: (all: WholeCase["episodes"]) => all.map((one) => redact(one, EPISODE)),
  missingStatus: "shown",
  settled: (all: WholeCase["settled"]) => all.map((one) => redact(one, SETTLEMENT)),
  lastChangeAt: "shown",
  assignee: (of: WholeCase["assignee"]) => of && redact(of, ASSIGNEE),
  business: (of: WholeCase["business"]) => of && redact(of, BUSINESS),
  followUp: (of: WholeCase["followUp"]) => of && redact(of, FOLLOW_UP),
  legalHold: (of: WholeCase["legalHold"]) => of && redact(of, HOLD),
  removedAt: "shown",
  deadHandlers: "shown",
  deadDeliveries: (all: WholeCase["deadDeliveries"]) => all.map((one) => redact(one, DEAD_DELIVERY)),
  provenance: (of: WholeCase["provenance"]) => redact(of, PROVENANCE),
  effects: (all: WholeCase["effects"]) => all.map((one) => redact(one, EFFECT)),
} as const satisfies Rules<WholeCase>;

export type FoundCase = Redacted<WholeCase, typeof CASE>;

export function redactedCase(found: WholeCase): FoundCase {
  return redact(found, CASE);
}
