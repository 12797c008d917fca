import type { Actor } from "#lib/actor";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { messageIdRule, reasonRule } from "#lib/cases/sender-text";
import { type Redacted, type Rules, redact } from "#lib/redact";
import type { WholeChange } from "./list-changes.ts";

/** What the list of changes sends to those who may not read businesses, field by field. */
const CHANGE = {
  from: "shown",
  at: "shown",
  id: "shown",
  source: "shown",
  refId: "shown",
  name: "hidden",
  kinds: "shown",
  episode: "shown",
  status: "shown",
  previousStatus: "shown",
  verdict: "shown",
  reason: reasonRule,
  messageId: (id: string | null) => (id === null ? null : messageIdRule(id)),
  occurredAt: "shown",
  followUpReason: "hidden",
  followUpOutcome: "hidden",
  dueOn: "shown",
  by: "hidden",
} as const satisfies Rules<WholeChange>;

export type Change = Redacted<WholeChange, typeof CHANGE>;

export function redactedChange(actor: Actor, change: WholeChange): Change {
  return mayReadPersonalData(actor) ? change : redact(change, CHANGE);
}
