import { CircleCheck, CircleDashed, CircleHelp, History, Link2Off, Repeat2, ShieldAlert } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { missingMessage, STATUS_WORDS, VERDICT_WORDS, type Verdict } from "../_words.ts";

type Look = { icon: ComponentType<{ "aria-hidden": "true" }>; tone: BadgeTone };

const LOOKS: Record<Verdict | "unplaced", Look> = {
  applied: { icon: CircleCheck, tone: "green" },
  late: { icon: History, tone: "outline" },
  gap: { icon: Link2Off, tone: "amber" },
  conflict: { icon: ShieldAlert, tone: "red" },
  repeat: { icon: Repeat2, tone: "neutral" },
  unrecognised: { icon: CircleHelp, tone: "neutral" },
  unplaced: { icon: CircleDashed, tone: "outline" },
};

/** The effect of an event on its case; null until update-case has placed it. `missing`: of a gap, the status whose message is missing. */
export function VerdictChip({ verdict, missing = null }: { verdict: Verdict | null; missing?: CaseStatus | null }) {
  const { icon: Icon, tone } = LOOKS[verdict ?? "unplaced"];
  const { word, meaning } = VERDICT_WORDS[verdict ?? "unplaced"];
  return (
    <Badge tone={tone} title={meaning}>
      <Icon aria-hidden="true" />
      {verdict === "gap" ? missingMessage(missing && STATUS_WORDS[missing]) : word}
    </Badge>
  );
}
