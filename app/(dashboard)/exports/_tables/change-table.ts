import type { Change } from "#lib/cases/changes/viewer-change";
import type { Column } from "#lib/exports/write-table";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { STATUS_WORDS } from "../../_words.ts";
import { CHANGE_WORDS, changeInWords } from "../../changes/change-words.ts";

/** One line a change: words as the pages say them, and the codes of the API beside them. */
export const CHANGE_COLUMNS: readonly Column<Change>[] = [
  { key: "at", title: "Known here at (UTC)", of: ({ at }) => at },
  { key: "source", title: "Source", of: ({ source }) => source },
  { key: "refId", title: "Case", of: ({ refId }) => refId },
  { key: "name", title: "Business", of: ({ name }) => name },
  { key: "change", title: "What changed", of: changeInWords },
  { key: "kindWords", title: "Kind", of: ({ kinds }) => kinds.map((kind) => CHANGE_WORDS[kind]).join(", ") },
  { key: "kinds", title: "Kind code", of: ({ kinds }) => kinds.join(" ") },
  { key: "onboarding", title: "Onboarding", of: ({ episode }) => episode },
  { key: "before", title: "State before", of: ({ previousStatus }) => previousStatus && STATUS_WORDS[previousStatus] },
  { key: "previousStatus", title: "Status code before", of: ({ previousStatus }) => previousStatus },
  { key: "state", title: "State", of: ({ status }) => status && STATUS_WORDS[status] },
  { key: "status", title: "Status code", of: ({ status }) => status },
  { key: "reasonWords", title: "Reason", of: ({ reason }) => reason && reasonLabel(reason) },
  { key: "reason", title: "Reason code", of: ({ reason }) => reason },
  { key: "messageId", title: "Message id", of: ({ messageId }) => messageId },
  { key: "occurredAt", title: "Made at (sender's clock, UTC)", of: ({ occurredAt }) => occurredAt },
  { key: "followUpReason", title: "Follow-up: reason", of: ({ followUpReason }) => followUpReason },
  { key: "followUpDueOn", title: "Follow-up: due on", of: ({ dueOn }) => dueOn },
  { key: "followUpOutcome", title: "Follow-up: outcome", of: ({ followUpOutcome }) => followUpOutcome },
  { key: "by", title: "By", of: ({ by }) => by },
];
