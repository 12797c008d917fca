import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { SteadyItem } from "#components/live/use-steady-lists";
import { Elapsed } from "#components/time";
import { Badge } from "#components/ui/badge";
import { classes } from "#components/ui/classes";
import { isolateTexts, UserText, visibleText } from "#components/ui/user-text";
import type { Card } from "#lib/cases/board/read-board";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { casePath } from "#lib/page-paths";
import { reasonLabel } from "../_chips/reason-label.ts";
import { turnOf } from "../_chips/turn.tsx";
import { onboarding, STATUS_WORDS } from "../_words.ts";
import { Assignee } from "./assignee.tsx";
import { CaseChips, hasChips } from "./case-chips.tsx";

/** At most four lines: name, time in the status, reasons of attention, assignee. */
export function CaseCard({ line, place }: { line: Card; place: SteadyItem<Card>["place"] }) {
  const elsewhere = place.at !== "here";
  return (
    <li
      className={classes(
        "relative grid gap-1 rounded-md border border-line bg-surface px-2.5 py-2 transition-colors compact:gap-0.5 compact:px-2 compact:py-1 hover:border-line-strong focus-within:border-line-strong",
        elsewhere && "border-dashed bg-transparent",
      )}
    >
      <Link
        href={casePath(line)}
        dir="auto"
        title={visibleText(line.name ? `${line.name} · ${line.refId}` : line.refId)}
        className={classes(
          "truncate text-left font-medium after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent",
          elsewhere && "text-muted",
        )}
      >
        <UserText>{line.name ?? line.refId}</UserText>
      </Link>
      <p className="truncate text-xs text-faint">
        <Elapsed at={line.statusSince} /> {isolateTexts(aside(line))}
      </p>
      {elsewhere || hasChips(line) ? (
        <p className="flex flex-wrap gap-1">
          {elsewhere ? <Moved place={place} /> : null}
          <CaseChips marks={line} />
        </p>
      ) : null}
      {line.assignee ? <Assignee name={line.assignee} /> : null}
      {line.assigned && !line.assignee ? <p className="text-xs text-faint">Assigned</p> : null}
    </li>
  );
}

function aside({ status, reason, episode }: Card): string {
  const turn = status === "REJECTED" && reason ? reasonLabel(reason) : turnOf(status);
  return [turn && `· ${turn}`, episode > 1 && `· ${onboarding(episode).toLowerCase()}`].filter(Boolean).join(" ");
}

function Moved({ place }: { place: SteadyItem<Card>["place"] }) {
  return (
    <Badge tone="accent">
      <ArrowRight aria-hidden="true" />
      {place.at === "moved" ? STATUS_WORDS[place.to as CaseStatus] : "No longer here"}
    </Badge>
  );
}
