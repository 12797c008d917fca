import type { Provenance } from "#lib/cases/provenance";

const WORDS = {
  accepted: "accepted",
  duplicate: "known already",
  payload_mismatch: "same id, other bytes: kept apart",
  rejected: "refused",
};

/** `accepted, answered 200 in 4 ms` */
export function receiptInWords(receipt: Provenance["receipts"][number]): string {
  return `${WORDS[receipt.outcome]}, answered ${receipt.responseStatus} in ${Math.max(1, Math.round(receipt.durationMs))} ms`;
}
