import { CalendarClock, CalendarX2, Flag } from "lucide-react";
import { Badge } from "#components/ui/badge";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { HoldChip } from "../_chips/hold-chip.tsx";
import { ATTENTION_WORDS, missingMessage, STATUS_WORDS } from "../_words.ts";
import { ATTENTION_ICONS } from "./attention-looks.ts";

type Marks = Pick<
  CaseLine,
  | "gap"
  | "conflict"
  | "gapSettled"
  | "conflictSettled"
  | "missingStatus"
  | "held"
  | "deliveryProblem"
  | "businessNotTold"
  | "followUp"
  | "followUpReason"
  | "followUpDueOn"
  | "followUpOverdue"
  | "followUpDueSoon"
  | "followUpRaisedAgain"
>;

/** Chips for reasons of attention and for a legal hold; most cases have none. */
export function CaseChips({ marks }: { marks: Marks }) {
  return (
    <>
      <FollowUpChip marks={marks} />
      {marks.businessNotTold ? <AttentionChip tone="alarm" of="business-not-told" /> : null}
      {marks.deliveryProblem ? <AttentionChip tone="alarm" of="delivery" /> : null}
      {openConflict(marks) ? <AttentionChip tone="red" of="conflict" /> : null}
      {openGap(marks) ? <AttentionChip tone="amber" of="gap" word={missingMessage(wordOf(marks))} /> : null}
      {marks.held ? <HoldChip /> : null}
    </>
  );
}

export function hasChips(marks: Marks): boolean {
  const due = marks.followUp && (marks.followUpDueSoon || marks.followUpRaisedAgain);
  const problem = marks.deliveryProblem || marks.businessNotTold || openConflict(marks) || openGap(marks);
  return due || problem || marks.held;
}

const openGap = (marks: Marks) => marks.gap && !marks.gapSettled;
const openConflict = (marks: Marks) => marks.conflict && !marks.conflictSettled;
const wordOf = ({ missingStatus }: Marks) => missingStatus && STATUS_WORDS[missingStatus];

type ChipProps = { of: keyof typeof ATTENTION_ICONS; tone: "alarm" | "red" | "amber"; word?: string };

function AttentionChip({ of, tone, ...props }: ChipProps) {
  const Icon = ATTENTION_ICONS[of];
  const { word, meaning } = { ...ATTENTION_WORDS[of], ...props };
  return (
    <Badge tone={tone} title={meaning}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}

/** Shown for a follow-up that is overdue, due within two days, or raised again by a change. */
function FollowUpChip({ marks }: { marks: Marks }) {
  const { followUpReason: reason, followUpDueOn: dueOn } = marks;
  if (!marks.followUp) return null;
  if (marks.followUpOverdue) {
    return (
      <Badge tone="alarm" title={reason ?? undefined}>
        <CalendarX2 aria-hidden="true" />
        Overdue {shortDay(dueOn)}
      </Badge>
    );
  }
  if (marks.followUpRaisedAgain) {
    return (
      <Badge tone="attention" title={reason ?? undefined}>
        <Flag aria-hidden="true" />
        Changed
      </Badge>
    );
  }
  if (!marks.followUpDueSoon) return null;
  return (
    <Badge tone="attention" title={reason ?? undefined}>
      <CalendarClock aria-hidden="true" />
      Due {shortDay(dueOn)}
    </Badge>
  );
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `3 Dec`. */
export function shortDay(day: string | null): string {
  return day ? DAY.format(new Date(`${day}T00:00:00Z`)) : "";
}
