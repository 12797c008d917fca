import { expect, it } from "vitest";
import { type SentenceEntry, sentence } from "./sentence.ts";

const sentenceOf = (
  action: string,
  detail: Record<string, unknown> = {},
  subjectId = "7",
  words: SentenceEntry["words"] = {},
) => sentence({ actorLabel: "Ada", action, subjectKind: "case", subjectId, detail, words });
const reason = { text: "documents missing", erasedAt: null };
const erased = { text: null, erasedAt: new Date("2026-11-25T23:59:59Z") };

it.each([
  [
    sentenceOf("case.flagged", { reason: "documents missing", dueOn: "2026-12-01" }, "vove/a/b c"),
    "Ada flagged case a/b c: documents missing, due on 2026-12-01",
  ],
  [
    sentenceOf("case.flagged", { dueOn: "2026-12-01" }, "vove/a/b c", { reason }),
    "Ada flagged case a/b c: documents missing, due on 2026-12-01",
  ],
  [
    sentenceOf("case.held", {}, "vove/a", { reason: erased }),
    "Ada put case a under legal hold: (erased on 2026-11-25)",
  ],
  [sentenceOf("case.flagged", {}, "vove/a/b c"), "Ada flagged case a/b c"],
  [
    sentenceOf("user.role-changed", { name: "Grace", from: "viewer", to: "admin" }),
    "Ada changed the role of Grace from viewer to admin",
  ],
  [sentenceOf("user.invited", { role: "admin" }), "Ada invited the first person as admin"],
  [
    sentenceOf("session.refused", { address: "192.0.2.1" }, "unknown"),
    "Ada refused somebody from 192.0.2.1 who tried to sign in with an unknown e-mail",
  ],
  [sentenceOf("case.reopened"), "Ada reopened case 7"],
  [sentenceOf("constructor"), "Ada constructor case 7"],
])("tells %s", (said, expected) => {
  expect(said).toBe(expected);
});

const onCasePage = (action: string, detail: Record<string, unknown> | null, actorLabel: string | null = "Ada") =>
  sentence({ actorLabel, action, subjectKind: "case", subjectId: "vove/a", detail, words: {} }, { onCasePage: true });

it.each([
  [onCasePage("case.assigned", { assignee: "Grace" }), "Ada assigned the case to Grace"],
  [onCasePage("case.assigned", { assignee: null }), "Ada took the case off everyone's hands"],
  [onCasePage("case.assigned", null, null), "A colleague changed who has the case"],
  [onCasePage("letter.waived", null, null), "A colleague waived the letter to the business of the case"],
  [onCasePage("case.reopened", {}), "Ada reopened the case"],
])("tells on the case's own page %s", (said, expected) => {
  expect(said).toBe(expected);
});
