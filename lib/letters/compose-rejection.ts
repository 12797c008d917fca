import { html } from "./letter.ts";

export type Composed = { subject: string; html: string; text: string };

/** The letter that tells a business its verification was rejected, and why. */
export function composeRejection(of: { refId: string; name: string | null; reason: string | null }): Composed {
  const reference = oneLine(of.refId);
  const business = oneLine(of.name ?? "") || "your business";
  const reason = reasonInWords(of.reason);
  const opening = `We could not approve the verification of ${business}.`;
  const next = `If you think this is a mistake, or can put it right, reply to this letter and give the reference ${reference}.`;
  return {
    subject: `Your business verification was not approved (${reference})`,
    text: ["Hello,", opening, `Why: ${reason}`, next].join("\n\n").concat("\n"),
    html: html`<!doctype html>
<html lang="en">
<body>
<p>Hello,</p>
<p>${opening}</p>
<p><strong>Why:</strong> ${reason}</p>
<p>${next}</p>
</body>
</html>
`,
  };
}

/** What the customer is told for the reasons that VOVE ID documents. */
const SENTENCES: Record<string, string> = {
  DOCUMENT_MISMATCH: "The documents we received do not match the details given for the business.",
};

/** The sender's reason as a sentence. VOVE ID's list of reasons is open: an unknown code is spelled out. */
export function reasonInWords(reason: string | null): string {
  const code = oneLine(reason ?? "");
  if (code === "") return "The review gave no particular reason.";
  const known = SENTENCES[code];
  if (known) return known;
  const words = /^[A-Z0-9_-]+$/.test(code) ? code.toLowerCase().replaceAll(/[_-]+/g, " ").trim() : code;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`.replace(/([.!?])\.$/, "$1");
}

/** Untrusted text on one line: without line breaks and other control characters it cannot begin a header or a line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
