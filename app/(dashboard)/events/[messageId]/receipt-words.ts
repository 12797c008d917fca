import type { FoundEvent } from "#lib/events/find-event";

/** The outcome of a receipt in words. */
export const RECEIPT_WORDS: Record<FoundEvent["receipts"][number]["outcome"], string> = {
  accepted: "new: stored as this event",
  duplicate: "the same again: nothing stored twice",
  payload_mismatch: "the same id with other bytes: a security incident, the first bytes stand",
  rejected: "not believed",
};
