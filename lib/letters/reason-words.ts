/** What we tell the customer, for the reasons the sender is known to give. */
const SENTENCES: Record<string, string> = {
  DOCUMENT_MISMATCH: "The documents we received do not match the details given for the business.",
};

/** The sender's reason in words. The list of reasons is the sender's and open: an unknown one is written out, none is said to be none. */
export function reasonInWords(reason: string | null): string {
  const code = oneLine(reason ?? "");
  if (code === "") return "The review gave no particular reason.";
  const known = SENTENCES[code];
  if (known) return known;
  const words = /^[A-Z0-9_-]+$/.test(code) ? code.toLowerCase().replaceAll(/[_-]+/g, " ").trim() : code;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`.replace(/([.!?])\.$/, "$1");
}

/** Text of a stranger on one line: no line break or other control character can begin a header or a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
