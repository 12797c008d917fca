import { html } from "./html.ts";
import { oneLine, reasonInWords } from "./reason-words.ts";

export type Composed = { subject: string; html: string; text: string };

/** The letter that tells a business its verification was rejected, and why. */
export function composeRejection(of: { refId: string; name: string | null; reason: string | null }): Composed {
  const reference = oneLine(of.refId);
  const business = oneLine(of.name ?? "") || "your business";
  const reason = reasonInWords(of.reason);
  const told = `We could not approve the verification of ${business}.`;
  const next = `If you think this is a mistake, or can put it right, reply to this letter and give the reference ${reference}.`;
  return {
    subject: `Your business verification was not approved (${reference})`,
    text: ["Hello,", told, `Why: ${reason}`, next].join("\n\n").concat("\n"),
    html: html`<!doctype html>
<html lang="en">
<body>
<p>Hello,</p>
<p>${told}</p>
<p><strong>Why:</strong> ${reason}</p>
<p>${next}</p>
</body>
</html>
`,
  };
}
