import { CircleCheck, CircleDashed, CirclePlay, CircleX, ScanSearch } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";

type Look = {
  icon: ComponentType<{ className?: string; "aria-hidden": "true" }>;
  tone: BadgeTone;
  word: string;
  ink: string;
};

/** A rejection is an outcome, not an alarm: outlined, never red. */
export const STATUS_LOOKS: Record<CaseStatus, Look> = {
  NOT_STARTED: { icon: CircleDashed, tone: "neutral", word: "Not started", ink: "text-faint" },
  IN_PROGRESS: { icon: CirclePlay, tone: "blue", word: "In progress", ink: "text-blue" },
  IN_REVIEW: { icon: ScanSearch, tone: "violet", word: "In review", ink: "text-violet" },
  COMPLETED: { icon: CircleCheck, tone: "green", word: "Completed", ink: "text-green" },
  REJECTED: { icon: CircleX, tone: "outline", word: "Rejected", ink: "text-muted" },
};

export function StatusChip({ status }: { status: CaseStatus }) {
  const { icon: Icon, tone, word } = STATUS_LOOKS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
