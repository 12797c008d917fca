import { reasonRule } from "#lib/cases/sender-text";
import { type Redacted, type Rules, redact } from "#lib/redact";
import type { WholeLine } from "./list-cases.ts";

/** What a list of cases sends to those who may not read businesses, field by field, as `viewer-fields.ts` says of one case. */
const LINE = {
  id: "shown",
  source: "shown",
  refId: "shown",
  name: "hidden",
  episode: "shown",
  status: "shown",
  previousStatus: "shown",
  reason: reasonRule,
  statusSince: "shown",
  gap: "shown",
  conflict: "shown",
  gapSettled: "shown",
  conflictSettled: "shown",
  missingStatus: "shown",
  held: "shown",
  assigned: "shown",
  assigneeId: "hidden",
  assignee: "hidden",
  followUp: "shown",
  followUpReason: "hidden",
  followUpOwned: "shown",
  followUpOwnerId: "hidden",
  followUpOwner: "hidden",
  followUpDueOn: "shown",
  followUpOverdue: "shown",
  followUpDueSoon: "shown",
  followUpRaisedAgain: "shown",
  deliveryProblem: "shown",
  businessNotTold: "shown",
} as const satisfies Rules<WholeLine>;

export type CaseLine = Redacted<WholeLine, typeof LINE>;

export function redactedLine(line: WholeLine): CaseLine {
  return redact(line, LINE);
}
