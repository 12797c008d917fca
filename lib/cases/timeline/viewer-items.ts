import { messageIdRule, reasonRule, typeRule } from "#lib/cases/sender-text";
import { type Redacted, type Rules, redact } from "#lib/redact";
import type { WholeItem } from "./item.ts";

/** The fields of timeline items for readers who may not read businesses; see `viewer-fields.ts`. */
type OfKind<K> = Extract<WholeItem, { kind: K }>;

const EVENT_RECEIPT = {
  id: "shown",
  receivedAt: "shown",
  attemptedAt: "shown",
  outcome: "shown",
  secretFingerprint: "shown",
} as const satisfies Rules<OfKind<"event">["receipts"][number]>;

const EVENT_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  source: "shown",
  messageId: messageIdRule,
  type: typeRule,
  status: "shown",
  previousStatus: "shown",
  reason: reasonRule,
  verdict: "shown",
  episode: "shown",
  clock: "shown",
  occurredAt: "shown",
  receivedAt: "shown",
  secretFingerprint: "shown",
  receipts: (receipts: OfKind<"event">["receipts"]) => receipts.map((one) => redact(one, EVENT_RECEIPT)),
} as const satisfies Rules<OfKind<"event">>;

const RUN_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  eventId: "shown",
  messageId: messageIdRule,
  handler: "shown",
  trigger: "shown",
  attempt: "shown",
  state: "shown",
  latest: "shown",
  error: "hidden",
  skipped: "hidden",
  requestedBy: "hidden",
  requestReason: "hidden",
  nextAttemptAt: "shown",
} as const satisfies Rules<OfKind<"run">>;

const EFFECT_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  messageId: messageIdRule,
  key: "shown",
  handler: "shown",
  state: "shown",
  detail: "hidden",
  secretFingerprint: "shown",
  receivedAt: "shown",
  letter: "hidden",
} as const satisfies Rules<OfKind<"effect">>;

const NOTE_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  author: "hidden",
  body: "hidden",
} as const satisfies Rules<OfKind<"note">>;

const FOLLOW_UP_ITEM = {
  kind: "shown",
  at: "shown",
  step: "shown",
  id: "shown",
  reason: "hidden",
  dueOn: "shown",
  owner: "hidden",
  createdBy: "hidden",
  resolvedBy: "hidden",
  outcome: "hidden",
} as const satisfies Rules<OfKind<"follow-up">>;

const ACT_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  actor: "hidden",
  action: "shown",
  detail: "hidden",
} as const satisfies Rules<OfKind<"act">>;

const DELIVERY_ITEM = {
  kind: "shown",
  at: "shown",
  id: "shown",
  destination: "hidden",
  type: "shown",
  state: "shown",
  attempt: "shown",
  createdAt: "shown",
  last: "hidden",
  nextAttemptAt: "shown",
  skipped: "hidden",
  requestedBy: "hidden",
  requestReason: "hidden",
} as const satisfies Rules<OfKind<"delivery">>;

export type EventItem = Redacted<OfKind<"event">, typeof EVENT_ITEM>;
export type RunItem = Redacted<OfKind<"run">, typeof RUN_ITEM>;
export type EffectItem = Redacted<OfKind<"effect">, typeof EFFECT_ITEM>;
export type NoteItem = Redacted<OfKind<"note">, typeof NOTE_ITEM>;
export type FollowUpItem = Redacted<OfKind<"follow-up">, typeof FOLLOW_UP_ITEM>;
export type ActItem = Redacted<OfKind<"act">, typeof ACT_ITEM>;
export type DeliveryItem = Redacted<OfKind<"delivery">, typeof DELIVERY_ITEM>;
export type TimelineItem = EventItem | RunItem | EffectItem | NoteItem | FollowUpItem | ActItem | DeliveryItem;

export function redactedItem(item: WholeItem): TimelineItem {
  switch (item.kind) {
    case "event":
      return redact(item, EVENT_ITEM);
    case "run":
      return redact(item, RUN_ITEM);
    case "effect":
      return redact(item, EFFECT_ITEM);
    case "note":
      return redact(item, NOTE_ITEM);
    case "follow-up":
      return redact(item, FOLLOW_UP_ITEM);
    case "act":
      return redact(item, ACT_ITEM);
    case "delivery":
      return redact(item, DELIVERY_ITEM);
  }
}
