import type { Decision } from "#lib/exports/decisions";
import type { Column } from "#lib/exports/write-table";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { actionOf, STATUS_WORDS } from "../../_words.ts";

const CLOCK_WORDS: Record<Decision["clock"], string> = {
  "message-id": "Read from the message id",
  timestamp: "Timestamp of the first attempt",
  receipt: "When it reached us",
};

const LETTER_WORDS: Record<string, string> = {
  intended: "Being sent",
  done: "Sent",
  unknown: "May have left",
  "not-sent": "Not sent",
  failed: "Failed",
  waived: "Waived",
};

/** One line a decision: words as the pages say them, and the codes of the API beside them. */
export const DECISION_COLUMNS: readonly Column<Decision>[] = [
  { key: "source", title: "Source", of: ({ source }) => source },
  { key: "refId", title: "Case", of: ({ refId }) => refId },
  { key: "name", title: "Business", of: ({ name }) => name },
  { key: "onboarding", title: "Onboarding", of: ({ onboarding }) => onboarding },
  { key: "latest", title: "Latest onboarding", of: ({ latest }) => latest },
  { key: "decision", title: "Decision", of: ({ status }) => STATUS_WORDS[status] },
  { key: "status", title: "Status code", of: ({ status }) => status },
  { key: "previousStatus", title: "Status code before", of: ({ previousStatus }) => previousStatus },
  { key: "reasonWords", title: "Reason", of: ({ reason }) => reason && reasonLabel(reason) },
  { key: "reason", title: "Reason code", of: ({ reason }) => reason },
  { key: "decidedAt", title: "Decided at (sender's clock, UTC)", of: ({ decidedAt }) => decidedAt },
  { key: "clockWords", title: "Sender's clock", of: ({ clock }) => CLOCK_WORDS[clock] },
  { key: "clock", title: "Clock code", of: ({ clock }) => clock },
  { key: "receivedAt", title: "Reached us at (our clock, UTC)", of: ({ receivedAt }) => receivedAt },
  { key: "messageId", title: "Message id", of: ({ messageId }) => messageId },
  { key: "secret", title: "Secret's fingerprint", of: ({ secretFingerprint }) => secretFingerprint },
  { key: "gap", title: "A message before it is missing", of: ({ gap }) => gap },
  { key: "conflict", title: "Contradicted", of: ({ conflict }) => conflict },
  { key: "accountEnabledAt", title: "Account enabled at (UTC)", of: (decision) => decision.accountEnabledAt },
  {
    key: "accountEnabledBy",
    title: "Account enabled by",
    of: ({ accountEnabledBy }) => accountEnabledBy && actionOf(accountEnabledBy),
  },
  { key: "accountHandler", title: "Account enabled by (code)", of: (decision) => decision.accountEnabledBy },
  {
    key: "accountMessageId",
    title: "Account enabled because of message",
    of: (decision) => decision.accountEnabledFor,
  },
  {
    key: "letterWords",
    title: "Letter",
    of: ({ letterState }) => letterState && (LETTER_WORDS[letterState] ?? letterState),
  },
  { key: "letter", title: "Letter code", of: ({ letterState }) => letterState },
  {
    key: "letterSentAt",
    title: "Letter sent at (UTC)",
    of: ({ letterState, letterAt }) => (letterState === "done" ? letterAt : null),
  },
  { key: "assignee", title: "Assigned to", of: ({ assignee }) => assignee },
  { key: "held", title: "Legal hold", of: ({ held }) => held },
];
