const ACRONYM = /\b(aml|id|kyb|kyc|pep|ubo|vat)\b/g;

/** `DOCUMENT_MISMATCH` as “Document mismatch”. It works for any reason, because the sender may add new ones. */
export function reasonLabel(reason: string): string {
  if (!/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(reason)) return reason;
  const words = reason
    .toLowerCase()
    .replaceAll("_", " ")
    .replace(ACRONYM, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
