import type { effects, events, followUps, letters, receipts, runs } from "#db/schema";
import type { DeliverySummary } from "#lib/outgoing/delivery-summaries";

type Event = typeof events.$inferSelect;
type Receipt = typeof receipts.$inferSelect;
type Run = typeof runs.$inferSelect;
type Effect = typeof effects.$inferSelect;
type Letter = typeof letters.$inferSelect;
type FollowUp = typeof followUps.$inferSelect;

/** A message of the sender; `at` is when it first reached us, `occurredAt` when the sender made it. */
export type WholeEventItem = { kind: "event"; at: Date } & Pick<
  Event,
  | "id"
  | "source"
  | "messageId"
  | "type"
  | "status"
  | "previousStatus"
  | "reason"
  | "verdict"
  | "episode"
  | "clock"
  | "occurredAt"
  | "receivedAt"
  | "secretFingerprint"
> & { receipts: Pick<Receipt, "id" | "receivedAt" | "attemptedAt" | "outcome" | "secretFingerprint">[] };

/** One attempt of a handler; `at` is when it ended, began or is due, whichever is the last to be known. */
export type WholeRunItem = {
  kind: "run";
  at: Date;
  eventId: number;
  messageId: string;
  nextAttemptAt: Date | null;
} & Pick<
  Run,
  "id" | "handler" | "trigger" | "attempt" | "state" | "latest" | "error" | "skipped" | "requestedBy" | "requestReason"
>;

/** Something a handler did; `at` is when its state was last set. The message that was the reason, how it was verified, and a letter's text. */
export type WholeEffectItem = {
  kind: "effect";
  at: Date;
  messageId: string;
  secretFingerprint: string;
  receivedAt: Date;
  letter: Pick<Letter, "recipient" | "subject" | "text"> | null;
} & Pick<Effect, "id" | "key" | "handler" | "state" | "detail">;

export type WholeNoteItem = { kind: "note"; at: Date; id: number; author: string; body: string };

/** A follow-up is there twice: when it was raised and when it was resolved. */
export type WholeFollowUpItem = {
  kind: "follow-up";
  at: Date;
  step: "raised" | "resolved";
  owner: string | null;
} & Pick<FollowUp, "id" | "reason" | "dueOn" | "createdBy" | "resolvedBy" | "outcome">;

/** Any other act of a person on the case, from the audit log. */
export type WholeActItem = {
  kind: "act";
  at: Date;
  id: number;
  actor: string;
  action: string;
  detail: Record<string, unknown>;
};

/** What one destination was told, or is to be told; `at` is when its last attempt ended, or when it was written. */
export type WholeDeliveryItem = { kind: "delivery"; at: Date } & DeliverySummary;

/** Before `viewer-fields.ts`: nobody below analyst is sent one of these. */
export type WholeItem =
  | WholeEventItem
  | WholeRunItem
  | WholeEffectItem
  | WholeNoteItem
  | WholeFollowUpItem
  | WholeActItem
  | WholeDeliveryItem;
