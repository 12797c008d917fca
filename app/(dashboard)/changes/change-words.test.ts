import { expect, it } from "vitest";
import type { Change } from "#lib/cases/changes/viewer-change";
import { changeInWords } from "./change-words.ts";

const NOTHING: Change = {
  ...{ from: "message", at: new Date(0), id: 1, source: "vove", refId: "a", name: null, kinds: [], episode: 1 },
  ...{ status: null, previousStatus: null, verdict: null, reason: null, messageId: null, occurredAt: null },
  ...{ followUpReason: null, followUpOutcome: null, dueOn: null, by: null },
};

const message = { from: "message", status: "IN_REVIEW", previousStatus: "IN_PROGRESS", verdict: "applied" } as const;

it.each<[string, Partial<Change>]>([
  ["Onboarding 2 opened: In progress", { ...message, kinds: ["opened"], status: "IN_PROGRESS", episode: 2 }],
  ["In progress → In review", { ...message, kinds: ["moved"] }],
  [
    "In review → Rejected (Document mismatch)",
    { ...message, kinds: ["ended"], status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" },
  ],
  [
    "In review → Completed; the message In review is missing",
    { ...message, kinds: ["ended", "missing"], status: "COMPLETED", previousStatus: "IN_REVIEW", verdict: "gap" },
  ],
  [
    "A message says Rejected, which contradicts the decision",
    { ...message, kinds: ["contradicted"], status: "REJECTED", verdict: "conflict" },
  ],
  ["Account enabled for onboarding 1", { from: "account", kinds: ["account-enabled"], by: "enable-account" }],
  [
    "Follow-up opened by Ada, “Call them”, due on 2026-01-09",
    { kinds: ["follow-up-opened"], by: "Ada", followUpReason: "Call them", dueOn: "2026-01-09" },
  ],
  ["Follow-up opened, due on 2026-01-09", { kinds: ["follow-up-opened"], dueOn: "2026-01-09" }],
  ["Follow-up done by Ada, “Called”", { kinds: ["follow-up-done"], by: "Ada", followUpOutcome: "Called" }],
  ["Follow-up done", { kinds: ["follow-up-done"] }],
])("%s", (words, change) => expect(changeInWords({ ...NOTHING, ...change })).toBe(words));
