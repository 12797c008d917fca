import { expect, it } from "vitest";
import { ACTIONS } from "#lib/audit/actions";
import type { Entry } from "#lib/audit/list-entries";
import { actionInWords, actorInWords, entryInWords } from "./entry-words.ts";

const entry = (over: Partial<Entry>): Entry => ({
  ...{ id: 1, at: new Date(0), actorKind: "user", actorId: "a", actorLabel: "Ada", action: "case.flagged" },
  ...{ subjectKind: "case", subjectId: "vove/acme", detail: {}, line: "", previousHash: "", hash: "", words: {} },
  ...over,
});

it("says who and what without words of the code", () => {
  const enabled = { action: "account.enabled", actorKind: "job", actorLabel: "enable-account" } as const;
  expect(entryInWords(entry(enabled))).toBe("Casewire enabled the account of acme");
  expect(entryInWords(entry({ action: "handler.rerun", detail: { handler: "update-case", messageId: "msg_1" } }))).toBe(
    "Ada ran “Updating the case” again on event msg_1",
  );
  const key = "case/a/b/2/notify-customer";
  expect(entryInWords(entry({ action: "effect.settled", detail: { key, outcome: "arrived" } }))).toContain(
    "“The letter to the business” of case a/b, onboarding 2,",
  );
  expect(actorInWords({ kind: "job", label: "audit:verify, run by ada" })).toBe("audit:verify, run by ada");
  expect(actorInWords({ kind: "user", label: "enable-account" })).toBe("enable-account");
});

it.each(ACTIONS)("has words for %s", (action) => {
  expect(actionInWords(action)).toMatch(/^[A-Z][A-Za-z ]+$/);
  expect(actionInWords(action)).not.toMatch(/\b(handlers?|runs?|effects?|verdicts?|receipts?|rerun)\b/i);
});
