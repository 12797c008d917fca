import { CalendarClock, CalendarX2, Flag } from "lucide-react";
import { Badge } from "#components/ui/badge";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { HoldChip } from "../_chips/hold-chip.tsx";
import { ATTENTION_WORDS } from "../_words.ts";
import { ATTENTION_ICONS } from "./attention-looks.ts";

type Marks = Pick<
  CaseLine,
  | "gap"
  | "conflict"
  | "held"
  | "deliveryProblem"
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
      {marks.deliveryProblem ? <AttentionChip tone="alarm" of="delivery" /> : null}
      {marks.conflict ? <AttentionChip tone="red" of="conflict" /> : null}
      {marks.gap ? <AttentionChip tone="amber" of="gap" /> : null}
      {marks.held ? <HoldChip /> : null}
    </>
  );
}

export function hasChips(marks: Marks): boolean {
  const due = marks.followUp && (marks.followUpDueSoon || marks.followUpRaisedAgain);
  return due || marks.deliveryProblem || marks.conflict || marks.gap || marks.held;
}

function AttentionChip({ of, tone }: { of: keyof typeof ATTENTION_ICONS; tone: "alarm" | "red" | "amber" }) {
  const Icon = ATTENTION_ICONS[of];
  const { word, meaning } = ATTENTION_WORDS[of];
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

function shortDay(day: string | null): string {
  return day ? DAY.format(new Date(`${day}T00:00:00Z`)) : "";
}
