import { describe, expect, it } from "vitest";
import { composeRejection, reasonInWords } from "./compose-rejection.ts";

describe("composeRejection", () => {
  it("tells the business, the reason and the reference, the same in HTML and text", () => {
    const letter = composeRejection({ refId: "acme-001", name: "Acme", reason: "DOCUMENT_MISMATCH" });
    for (const part of [letter.html, letter.text]) {
      expect(part).toContain("verification of Acme");
      expect(part).toContain("The documents we received do not match");
      expect(part).toContain("acme-001");
    }
    expect(letter.subject).toBe("Your business verification was not approved (acme-001)");
  });

  it("does without a name", () => {
    expect(composeRejection({ refId: "r", name: null, reason: null }).text).toContain("verification of your business.");
  });

  it("escapes untrusted text", () => {
    const { html } = composeRejection({ refId: `"><b>`, name: "<script>alert('x')</script>", reason: "A & B <i>" });
    expect(html).not.toMatch(/<script|<b>|<i>/);
    expect(html).toContain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    expect(html).toContain("A &amp; B &lt;i&gt;");
  });

  it("puts untrusted text on one line, so that it begins no header", () => {
    const { subject } = composeRejection({ refId: "a\r\nBcc: all@example.com\u2028x", name: null, reason: null });
    expect(subject).toBe("Your business verification was not approved (a Bcc: all@example.com x)");
  });
});

describe("reasonInWords", () => {
  it.each([
    ["DOCUMENT_MISMATCH", "The documents we received do not match the details given for the business."],
    ["SANCTIONS_HIT", "Sanctions hit."],
    ["The owner could not be reached!", "The owner could not be reached!"],
    ["address unclear", "Address unclear."],
    [" \n ", "The review gave no particular reason."],
    [null, "The review gave no particular reason."],
  ])("says %j as a sentence", (reason, sentence) => {
    expect(reasonInWords(reason)).toBe(sentence);
  });
});
