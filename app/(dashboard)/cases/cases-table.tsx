"use client";

import { useMemo } from "react";
import { DataTable } from "#components/data-table";
import { ArrivalsButton } from "#components/live/arrivals-button";
import { useSteadyList } from "#components/live/use-steady-lists";
import { visibleText } from "#components/ui/user-text";
import type { CasesFilter } from "#lib/cases/board/filter";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { type Acting, BulkBar } from "./bulk-bar.tsx";
import { ListKeys, openOnEnter } from "./list-keys.tsx";
import { useRestoredPlace } from "./list-place.ts";
import { type CasesView, casesPath } from "./paths.ts";
import { columnsFor, linePath, type TableLine } from "./table-cells.tsx";

/** A line, with its place where its fields do not say it. */
export type PlacedLine = CaseLine & { at?: string | undefined };

const idOf = (line: CaseLine) => String(line.id);

/** Lines keep their order during live updates. On a phone the table scrolls horizontally. */
export function CasesTable(props: {
  lines: PlacedLine[];
  full: boolean;
  filter: CasesFilter;
  view: CasesView;
  /** The address of this page of the list, which its cases name. */
  list: string;
  hidden: string[];
  acting: Acting | null;
}) {
  const { filter, view, list, acting } = props;
  const steady = useSteadyList(props.lines, idOf, casesPath(filter), props.full);
  const rows: TableLine[] = steady.items.map(({ item, place }) => ({ ...item, gone: place.at === "gone" }));
  // A refresh brings equal objects. New columns would be new elements, and the focus would be lost.
  const shape = JSON.stringify([filter, view, list]);
  const columns = useMemo(() => columnsFor(...(JSON.parse(shape) as Parameters<typeof columnsFor>)), [shape]);
  const leave = useRestoredPlace([list]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only sees the clicks and keys of what is in it
    <div className="relative" onClickCapture={leave} onKeyDown={openOnEnter}>
      <ListKeys choosing={acting !== null} />
      <ArrivalsButton {...steady} />
      <DataTable
        label="Cases"
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowHref={(line) => linePath(line, list)}
        rowName={({ name, refId }) => visibleText(name ?? refId)}
        rowClass={({ gone }) => (gone ? "opacity-60" : undefined)}
        hidden={props.hidden}
        {...(acting
          ? {
              actions: (chosen: TableLine[], clear: () => void) => (
                <BulkBar {...acting} chosen={chosen} clear={clear} />
              ),
            }
          : {})}
      />
    </div>
  );
}
