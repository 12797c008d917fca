import type { Attention } from "#lib/cases/board/filter";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import type { ExportKind } from "#lib/exports/start-export";
import { reasonLabel } from "../_chips/reason-label.ts";
import { ATTENTION_WORDS, STATUS_WORDS, WORDS } from "../_words.ts";
import { actionInWords } from "../audit/entry-words.ts";

export const KIND_WORDS: Record<ExportKind, string> = {
  evidence: "Evidence of a case",
  decisions: "Decisions",
  audit: "Audit entries",
  cases: "List of cases",
  changes: "Changes",
};

export const FORMAT_WORDS: Record<string, string> = { csv: "CSV", jsonl: "JSON Lines", zip: "ZIP" };

/** How the fields of a selection are called. One that is not here goes by its own name. */
const FIELDS: Record<string, string> = {
  source: "Source",
  refId: "Case",
  status: "State",
  attention: "Attention",
  assignee: "Whose",
  due: "Follow-up due",
  owner: "Follow-up of",
  reason: "Reason",
  turn: "Whose turn",
  inState: "Days in state, at least",
  endedFrom: "Ended from",
  endedTo: "Ended before",
  openedFrom: "Opened from",
  openedTo: "Opened before",
  hold: WORDS.hold,
  sort: "Order",
  from: "From",
  to: "Before",
  actor: "Actor",
  action: "What was done",
  subject: "About",
  case: "Case, its messages and its business",
  kind: "Kind",
};

const PEOPLE: Record<string, string> = { me: "mine", none: "nobody's", left: "of those who left" };
const TURNS: Record<string, string> = { business: "the business's", provider: "VOVE ID's", us: "ours" };
const SORTS: Record<string, string> = {
  newest: "newest first",
  oldest: "longest in state first",
  ref: "by refId",
  "ref-desc": "by refId, backwards",
  urgent: "most urgent first",
};

/** `time`: the value is a moment. */
export type SelectionPart = { label: string; value: string; time: boolean };

/** A selection in words; `names` has the people by their ids. */
export function selectionInWords(selection: string, names: ReadonlyMap<string, string>): SelectionPart[] {
  return [...new URLSearchParams(selection)].map(([field, value]) => ({
    label: FIELDS[field] ?? field,
    value: valueInWords(field, value, names),
    time: /^\d{4}-\d\d-\d\dT/.test(value),
  }));
}

function valueInWords(field: string, value: string, names: ReadonlyMap<string, string>): string {
  switch (field) {
    case "status":
      return STATUS_WORDS[value as CaseStatus] ?? value;
    case "attention":
      return value
        .split(",")
        .map((one) => ATTENTION_WORDS[one as Attention]?.word ?? one)
        .join(", ");
    case "assignee":
    case "owner":
      return PEOPLE[value] ?? names.get(value) ?? "a colleague";
    case "actor":
      return names.get(value.slice(value.indexOf(":") + 1)) ?? value.replace(":", " ");
    case "reason":
      return reasonLabel(value);
    case "turn":
      return TURNS[value] ?? value;
    case "sort":
      return SORTS[value] ?? value;
    case "action":
      return actionInWords(value);
    case "case":
      return value.slice(value.indexOf("/") + 1);
    case "subject":
      return value.replace(":", " ");
    default:
      return value;
  }
}
