import Link from "next/link";
import type { SteadyItem } from "#components/live/use-steady-lists";
import { Elapsed } from "#components/time";
import { Badge } from "#components/ui/badge";
import { classes } from "#components/ui/classes";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { SectionName } from "#lib/cases/board/read-my-day";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { casePath } from "#lib/page-paths";
import { reasonLabel } from "../_chips/reason-label.ts";
import { StatusChip } from "../_chips/status-chip.tsx";
import { turnOf } from "../_chips/turn.tsx";
import { CaseChips } from "../cases/case-chips.tsx";
import { ChangeDialog, ResolveDialog, SnoozeMenu } from "../cases/follow-up-acts.tsx";
import { SECTION_WORDS } from "./section-words.ts";

type Props = {
  line: CaseLine;
  /** The query of the list behind its section: next and previous follow it. */
  list: string;
  /** Where it is now. It stays where it is shown until the reader asks for the new order. */
  place: SteadyItem<CaseLine>["place"];
  asOf: string;
  people: Person[];
  templates: ReasonTemplate[];
  self: string;
};

/** One case: which, why, by when, whose, and since when it waits for whom; and what can be done about it right here. */
export function DayRow({ line, list, place, asOf, people, templates, self }: Props) {
  return (
    <li
      data-row={line.id}
      className={classes(
        "flex flex-wrap items-start gap-x-4 gap-y-1.5 px-3 py-2 focus-within:bg-hover",
        place.at !== "here" && "opacity-60",
      )}
    >
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={casePath(line, { list })}
            dir="auto"
            className="inline-flex min-h-6 max-w-full items-center truncate rounded-sm font-medium hover:underline"
          >
            <UserText>{line.name ?? line.refId}</UserText>
          </Link>
          {place.at === "here" ? <CaseChips marks={line} /> : <Badge tone="outline">{placeInWords(place)}</Badge>}
        </p>
        {line.followUpReason ? (
          <p className="line-clamp-2 wrap-anywhere" dir="auto">
            <UserText>{line.followUpReason}</UserText>
          </p>
        ) : null}
        <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
          <StatusChip status={line.status} />
          <span>
            for <Elapsed at={line.statusSince} />
            {isolateTexts(aside(line))}
          </span>
        </p>
      </div>
      <p className="flex shrink-0 basis-full flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted md:grid md:basis-40 md:content-start">
        <span>{line.followUp ? `Due: ${line.followUpDueOn ?? "no day"}` : "No follow-up"}</span>
        <span className="truncate">
          Owner: <UserText>{line.followUpOwner ?? "nobody"}</UserText>
        </span>
        <span className="truncate">
          Assignee: <UserText>{line.assignee ?? "nobody"}</UserText>
        </span>
      </p>
      <div className="flex shrink-0 flex-wrap gap-1.5 empty:hidden md:basis-72 md:justify-end md:empty:flex">
        {line.followUp && place.at !== "gone" ? <Acts {...{ line, asOf, people, templates, self }} /> : null}
      </div>
    </li>
  );
}

function placeInWords(place: Props["place"]): string {
  return place.at === "moved" ? `Now in ${SECTION_WORDS[place.to as SectionName].title}` : "Done or changed";
}

function aside({ status, reason }: CaseLine): string {
  const words = [status === "REJECTED" && reason ? reasonLabel(reason) : null, turnOf(status)];
  return words.flatMap((word) => (word ? ` · ${word}` : [])).join("");
}

function Acts({ line, asOf, people, templates, self }: Omit<Props, "place" | "list">) {
  const { source, refId } = line;
  const of = { source, refId, lastChangeAt: asOf };
  const label = line.name ?? refId;
  const followUp = { reason: line.followUpReason, dueOn: line.followUpDueOn, ownerId: line.followUpOwnerId };
  return (
    <>
      <span data-act="v">
        <ResolveDialog of={of} label={label} />
      </span>
      <span data-act="d">
        <ChangeDialog of={of} label={label} followUp={followUp} people={people} templates={templates} self={self} />
      </span>
      <SnoozeMenu of={of} label={label} />
    </>
  );
}
