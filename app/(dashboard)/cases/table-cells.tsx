import { createColumnHelper } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { features } from "#components/data-table";
import { Elapsed } from "#components/time";
import { Code } from "#components/ui/code";
import { isolateTexts, UserText, visibleText } from "#components/ui/user-text";
import type { CasesFilter, Sort } from "#lib/cases/board/filter";
import { shownSort } from "#lib/cases/board/shown-sort";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { casePath } from "#lib/page-paths";
import { reasonLabel } from "../_chips/reason-label.ts";
import { StatusChip } from "../_chips/status-chip.tsx";
import { turnOf } from "../_chips/turn.tsx";
import { Assignee } from "./assignee.tsx";
import { CaseChips } from "./case-chips.tsx";
import { type CasesView, casesPath } from "./paths.ts";

/** `gone`: the line no longer matches the filter and stays until the reader asks for the new order. */
export type TableLine = CaseLine & { at?: string | undefined; gone: boolean };

const helper = createColumnHelper<typeof features, TableLine>();

/** The case of a line, which then knows the list and its place in it. */
export function linePath(line: TableLine, list: string): string {
  return casePath(line, { list, at: line.at });
}

export function columnsFor(filter: CasesFilter, view: CasesView, list: string) {
  const sorter = (label: string, up: Sort, down: Sort) => () => (
    <SortLink label={label} up={up} down={down} filter={filter} view={view} />
  );
  return helper.columns([
    helper.display({
      id: "name",
      header: "Case",
      cell: ({ row: { original: line } }) => (
        <Link
          href={linePath(line, list)}
          data-case={line.id}
          dir="auto"
          className="block max-w-40 truncate text-left md:max-w-72 font-medium hover:underline"
        >
          <UserText>{line.name ?? line.refId}</UserText>
        </Link>
      ),
    }),
    helper.display({
      id: "status",
      header: "State",
      cell: ({ row: { original: line } }) => <StatusChip status={line.status} />,
    }),
    helper.display({
      id: "since",
      header: sorter("In state", "oldest", "newest"),
      cell: ({ row: { original: line } }) => <Elapsed at={line.statusSince} />,
    }),
    helper.display({
      id: "turn",
      header: "Whose turn",
      cell: ({ row: { original: line } }) => <Turn line={line} />,
    }),
    helper.display({
      id: "marks",
      header: "Attention",
      cell: ({ row: { original: line } }) => (
        <span className="flex max-w-64 flex-wrap gap-1">
          <CaseChips marks={line} />
        </span>
      ),
    }),
    helper.display({
      id: "assignee",
      header: "Assignee",
      cell: ({ row: { original: line } }) => <Person name={line.assignee} somebody={line.assigned} />,
    }),
    helper.display({
      id: "due",
      header: "Follow-up due",
      cell: ({ row: { original: line } }) => (
        <span className="whitespace-nowrap text-muted">{line.followUpDueOn ?? (line.followUp ? "no day" : "–")}</span>
      ),
    }),
    helper.display({
      id: "why",
      header: "Follow-up",
      cell: ({ row: { original: line } }) => (
        <span
          className="block max-w-64 truncate"
          dir="auto"
          title={line.followUpReason === null ? undefined : visibleText(line.followUpReason)}
        >
          {line.followUpReason === null ? (
            <span className="text-faint">–</span>
          ) : (
            <UserText>{line.followUpReason}</UserText>
          )}
        </span>
      ),
    }),
    helper.display({
      id: "owner",
      header: "Follow-up owner",
      cell: ({ row: { original: line } }) => <Person name={line.followUpOwner} somebody={line.followUpOwned} />,
    }),
    helper.display({
      id: "ref",
      header: sorter("refId", "ref", "ref-desc"),
      cell: ({ row: { original: line } }) => (
        <Code className="block max-w-48 truncate text-left text-muted" title={line.refId} dir="auto">
          {line.refId}
        </Code>
      ),
    }),
    helper.display({ id: "episode", header: "Onboarding", cell: ({ row: { original: line } }) => line.episode }),
  ]);
}

/** `somebody`: there is one, whose name may be hidden. */
function Person({ name, somebody }: { name: string | null; somebody: boolean }) {
  if (name !== null) return <Assignee name={name} />;
  return <span className="text-faint">{somebody ? "somebody" : "–"}</span>;
}

function Turn({ line }: { line: TableLine }) {
  const words = line.status === "REJECTED" && line.reason ? reasonLabel(line.reason) : turnOf(line.status);
  return <span className="block max-w-56 truncate text-muted">{isolateTexts(words ?? "–")}</span>;
}

/** A column header that sorts: a link, because the address holds the order and the database sorts. */
function SortLink(props: { label: string; up: Sort; down: Sort; filter: CasesFilter; view: CasesView }) {
  const now = shownSort(props.filter);
  const sorted = now === props.up || now === props.down;
  const Arrow = now === props.up ? ArrowUp : ArrowDown;
  return (
    <Link
      href={casesPath({ ...props.filter, sort: now === props.down ? props.up : props.down }, props.view)}
      scroll={false}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-ink"
    >
      {props.label}
      {sorted ? <Arrow aria-hidden="true" className="size-3" /> : null}
      <span className="sr-only">{sorted ? `, sorted ${now === props.up ? "up" : "down"}` : ", sort"}</span>
    </Link>
  );
}
