"use client";

import { useMemo } from "react";
import { DataTable } from "#components/data-table";
import { ArrivalsButton } from "#components/live/arrivals-button";
import { useSteadyList } from "#components/live/use-steady-lists";
import { visibleText } from "#components/ui/user-text";
import type { CasesFilter } from "#lib/cases/board/filter";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { BulkBar } from "./bulk-bar.tsx";
import { type CasesView, casesPath } from "./paths.ts";
import { columnsFor, type TableLine } from "./table-cells.tsx";

const idOf = (line: CaseLine) => String(line.id);

/** Lines keep their order during live updates. On a phone the table scrolls horizontally. */
export function CasesTable(props: {
  lines: CaseLine[];
  full: boolean;
  filter: CasesFilter;
  view: CasesView;
  hidden: string[];
  people: Person[];
  templates: ReasonTemplate[];
  self: string;
}) {
  const { filter, view, people, templates, self } = props;
  const steady = useSteadyList(props.lines, idOf, casesPath(filter), props.full);
  const rows: TableLine[] = steady.items.map(({ item, place }) => ({ ...item, gone: place.at === "gone" }));
  const columns = useMemo(() => columnsFor(filter, view), [filter, view]);
  return (
    <div className="relative">
      <ArrivalsButton {...steady} />
      <DataTable
        label="Cases"
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowName={({ name, refId }) => visibleText(name ?? refId)}
        rowClass={({ gone }) => (gone ? "opacity-60" : undefined)}
        hidden={props.hidden}
        {...(people.length > 0
          ? {
              actions: (chosen: TableLine[], clear: () => void) => (
                <BulkBar chosen={chosen} clear={clear} people={people} templates={templates} self={self} />
              ),
            }
          : {})}
      />
    </div>
  );
}
