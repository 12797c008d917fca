import type { FoundEvent } from "#lib/events/find-event";

/** What became of a receipt, in words. */
export const RECEIPT_WORDS: Record<FoundEvent["receipts"][number]["verdict"], string> = {
  accepted: "new: stored as this event",
  duplicate: "the same again: nothing stored twice",
  conflict: "the same id with other bytes: a security incident, the first bytes stand",
  rejected: "not believed",
};
