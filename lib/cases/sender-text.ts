import { EXPECTED_TYPES } from "#lib/sources/expected-types";

/** Reasons of the sender without personal data. The sender may add others: they are hidden until they are listed here. */
export const HARMLESS_REASONS = new Set([
  "ADDRESS_NOT_CONFIRMED",
  "COMPANY_DISSOLVED",
  "DOCUMENT_EXPIRED",
  "DOCUMENT_MISMATCH",
  "INCOMPLETE_REGISTRY_EXTRACT",
  "UBO_NOT_VERIFIED",
]);
const TYPES = new Set<string>(EXPECTED_TYPES);

/** Rules for texts of the sender: shown only if they cannot hold personal data. */
export const reasonRule = (reason: string | null) => (reason !== null && HARMLESS_REASONS.has(reason) ? reason : null);
export const typeRule = (type: string) => (TYPES.has(type) ? type : null);
/** The sender chooses the ids: one of another form than `msg_…` may hold anything. */
export const messageIdRule = (id: string) => (/^msg_[0-9A-Za-z-]{1,64}$/.test(id) ? id : null);
