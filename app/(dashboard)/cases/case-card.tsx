import { ArrowRight, Flag } from "lucide-react";
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
import { CaseChips, hasChips, shortDay } from "./case-chips.tsx";

/** Which cases are chosen for an act on all of them. */
export type Choice = { ids: ReadonlySet<number>; toggle: (id: number) => void };

type Props = { line: Card; place: SteadyItem<Card>["place"]; list: string; choice: Choice | undefined };

/** At most four lines: name, time in the status and whose turn, reasons of attention, assignee and follow-up. */
export function CaseCard({ line, place, list, choice }: Props) {
  const elsewhere = place.at !== "here";
  const chosen = choice?.ids.has(line.id) ?? false;
  return (
    <li
      data-row={line.id}
      className={classes(
        "group/card",
        "relative grid gap-1 rounded-md border border-line bg-surface px-2.5 py-2 transition-colors compact:gap-0.5 compact:px-2 compact:py-1 hover:border-line-strong focus-within:border-line-strong",
        elsewhere && "border-dashed bg-transparent",
        chosen && "border-accent bg-selected",
      )}
    >
      <Link
        href={casePath(line, { list, at: line.at })}
        data-case={line.id}
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
      <Whose line={line} />
      {choice ? <Chooser line={line} chosen={chosen} choice={choice} /> : null}
    </li>
  );
}

/** The assignee and what is to be followed up, on one line. */
function Whose({ line }: { line: Card }) {
  if (!(line.assigned || line.followUp)) return null;
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs text-muted">
      {line.assignee ? (
        <span className="min-w-0 shrink-0 basis-auto max-w-1/2">
          <Assignee name={line.assignee} />
        </span>
      ) : null}
      {line.assigned && !line.assignee ? <span className="shrink-0 text-faint">Assigned</span> : null}
      {line.followUp ? (
        <span className="flex min-w-0 items-center gap-1" title={followUpTitle(line)}>
          <Flag aria-label="Follow-up:" className="size-3 shrink-0 text-faint" />
          <span className="truncate" dir="auto">
            {isolateTexts(followUpWords(line))}
          </span>
        </span>
      ) : null}
    </div>
  );
}

/** Owner, day where no chip says it, and reason. A viewer reads neither owner nor reason. */
function followUpWords(line: Card): string {
  const due = line.followUpDueOn && !line.followUpDueSoon ? `due ${shortDay(line.followUpDueOn)}` : null;
  const owner = line.followUpOwned ? line.followUpOwner : "nobody's";
  return [owner === line.assignee ? null : owner, due, line.followUpReason].filter(Boolean).join(" · ") || "follow-up";
}

function followUpTitle({ followUpReason }: Card): string | undefined {
  return followUpReason === null ? undefined : visibleText(followUpReason);
}

/** Seen while the card is pointed at, has the focus, or is chosen. A finger sees it always. */
function Chooser({ line, chosen, choice }: { line: Card; chosen: boolean; choice: Choice }) {
  return (
    <label
      className={classes(
        "absolute top-0.5 right-0.5 z-1 grid size-10 place-items-center rounded-md bg-inherit md:size-7",
        !chosen && "md:opacity-0 md:group-focus-within/card:opacity-100 md:group-hover/card:opacity-100",
      )}
    >
      <input
        type="checkbox"
        aria-label={`Choose ${visibleText(line.name ?? line.refId)}`}
        className="size-3.5 accent-accent-fill"
        checked={chosen}
        onChange={() => choice.toggle(line.id)}
      />
    </label>
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
