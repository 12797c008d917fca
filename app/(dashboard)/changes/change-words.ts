import type { ChangeKind } from "#lib/cases/changes/filter";
import type { Change } from "#lib/cases/changes/viewer-change";
import { reasonLabel } from "../_chips/reason-label.ts";
import { onboarding, STATUS_WORDS, VERDICT_WORDS } from "../_words.ts";

export const CHANGE_WORDS: Record<ChangeKind, string> = {
  opened: "Opened",
  moved: "Moved",
  ended: "Ended",
  contradicted: VERDICT_WORDS.conflict.word,
  missing: VERDICT_WORDS.gap.word,
  "account-enabled": "Account enabled",
  "follow-up-opened": "Follow-up opened",
  "follow-up-done": "Follow-up done",
};

/** A change as a sentence. What the reader's role may not see is left out of it. */
export function changeInWords(change: Change): string {
  const [kind] = change.kinds;
  switch (kind) {
    case "account-enabled":
      return `Account enabled${change.episode === null ? "" : ` for ${onboarding(change.episode).toLowerCase()}`}`;
    case "follow-up-opened":
      return [
        `Follow-up opened${by(change)}`,
        quoted(change.followUpReason),
        change.dueOn ? `due on ${change.dueOn}` : "",
      ]
        .filter(Boolean)
        .join(", ");
    case "follow-up-done":
      return [`Follow-up done${by(change)}`, quoted(change.followUpOutcome)].filter(Boolean).join(", ");
    case "contradicted":
      return `A message says ${statusOf(change)}, which contradicts the decision`;
    default:
      return messageInWords(change);
  }
}

function messageInWords(change: Change): string {
  const { kinds, previousStatus, episode } = change;
  const missing =
    kinds.includes("missing") && previousStatus ? `; the message ${STATUS_WORDS[previousStatus]} is missing` : "";
  if (kinds.includes("opened")) return `${onboarding(episode ?? 1)} opened: ${statusOf(change)}${missing}`;
  const before = previousStatus ? `${STATUS_WORDS[previousStatus]} → ` : "";
  return `${before}${statusOf(change)}${missing}`;
}

function statusOf({ status, reason }: Change): string {
  const word = status ? STATUS_WORDS[status] : "nothing known";
  return reason ? `${word} (${reasonLabel(reason)})` : word;
}

const by = (change: Change) => (change.by ? ` by ${change.by}` : "");
const quoted = (text: string | null) => (text ? `“${text}”` : "");
