import type { CaseLine } from "#lib/cases/board/viewer-line";
import type { Column } from "#lib/exports/write-table";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { turnOf } from "../../_chips/turn.tsx";
import { ATTENTION_WORDS, STATUS_WORDS } from "../../_words.ts";

/** One line a case: words as the pages say them, and the codes of the API beside them. */
export const CASE_COLUMNS: readonly Column<CaseLine>[] = [
  { key: "source", title: "Source", of: ({ source }) => source },
  { key: "refId", title: "Case", of: ({ refId }) => refId },
  { key: "name", title: "Business", of: ({ name }) => name },
  { key: "onboarding", title: "Onboarding", of: ({ episode }) => episode },
  { key: "state", title: "State", of: ({ status }) => STATUS_WORDS[status] },
  { key: "status", title: "Status code", of: ({ status }) => status },
  { key: "previousStatus", title: "Status code before", of: ({ previousStatus }) => previousStatus },
  { key: "statusSince", title: "In state since (sender's clock, UTC)", of: ({ statusSince }) => statusSince },
  { key: "reasonWords", title: "Reason", of: ({ reason }) => reason && reasonLabel(reason) },
  { key: "reason", title: "Reason code", of: ({ reason }) => reason },
  { key: "turn", title: "Whose turn", of: ({ status }) => turnOf(status) },
  { key: "assignee", title: "Assigned to", of: ({ assignee }) => assignee },
  { key: "followUp", title: ATTENTION_WORDS["follow-up"].word, of: ({ followUp }) => followUp },
  { key: "followUpReason", title: "Follow-up: reason", of: ({ followUpReason }) => followUpReason },
  { key: "followUpDueOn", title: "Follow-up: due on", of: ({ followUpDueOn }) => followUpDueOn },
  { key: "overdue", title: ATTENTION_WORDS.overdue.word, of: ({ followUpOverdue }) => followUpOverdue },
  { key: "deliveryProblem", title: ATTENTION_WORDS.delivery.word, of: ({ deliveryProblem }) => deliveryProblem },
  { key: "gap", title: ATTENTION_WORDS.gap.word, of: ({ gap }) => gap },
  { key: "conflict", title: ATTENTION_WORDS.conflict.word, of: ({ conflict }) => conflict },
  { key: "held", title: "Legal hold", of: ({ held }) => held },
];
