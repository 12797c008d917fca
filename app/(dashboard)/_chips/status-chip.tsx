import { CircleCheck, CircleDashed, CirclePlay, CircleX, ScanSearch } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { STATUS_WORDS } from "../_words.ts";

type Look = {
  icon: ComponentType<{ className?: string; "aria-hidden": "true" }>;
  tone: BadgeTone;
  ink: string;
};

/** A rejected case needs no attention: its badge is outlined, not red. */
export const STATUS_LOOKS: Record<CaseStatus, Look> = {
  NOT_STARTED: { icon: CircleDashed, tone: "neutral", ink: "text-faint" },
  IN_PROGRESS: { icon: CirclePlay, tone: "blue", ink: "text-blue" },
  IN_REVIEW: { icon: ScanSearch, tone: "violet", ink: "text-violet" },
  COMPLETED: { icon: CircleCheck, tone: "green", ink: "text-green" },
  REJECTED: { icon: CircleX, tone: "outline", ink: "text-muted" },
};

export function StatusChip({ status }: { status: CaseStatus }) {
  const { icon: Icon, tone } = STATUS_LOOKS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {STATUS_WORDS[status]}
    </Badge>
  );
}
