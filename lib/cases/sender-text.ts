import { EXPECTED_TYPES } from "#lib/sources/expected-types";

/** The sender's reasons that say nothing of a person. Its list is open: another one is hidden until it stands here. */
const HARMLESS_REASONS = new Set([
  "ADDRESS_NOT_CONFIRMED",
  "COMPANY_DISSOLVED",
  "DOCUMENT_EXPIRED",
  "DOCUMENT_MISMATCH",
  "INCOMPLETE_REGISTRY_EXTRACT",
  "UBO_NOT_VERIFIED",
]);
const TYPES = new Set<string>(EXPECTED_TYPES);

/** Rules for texts of the sender: shown only where nothing can hide in them. */
export const reasonRule = (reason: string | null) => (reason !== null && HARMLESS_REASONS.has(reason) ? reason : null);
export const typeRule = (type: string) => (TYPES.has(type) ? type : null);
/** The sender chooses the ids; one of another shape than its own may hold anything. */
export const messageIdRule = (id: string) => (/^msg_[0-9A-Za-z-]{1,64}$/.test(id) ? id : null);
