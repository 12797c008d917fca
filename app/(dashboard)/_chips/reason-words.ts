/** `DOCUMENT_MISMATCH` as a person reads it. The sender's list of reasons is open, so this knows none of them by name. */
export function reasonInWords(reason: string): string {
  if (!/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(reason)) return reason;
  const words = reason.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
