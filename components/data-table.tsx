"use client";

import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowData,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { useMemo, useState } from "react";
import { classes } from "#components/ui/classes";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";

export const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature });
export type Columns<Row extends RowData> = ColumnDef<typeof features, Row, unknown>[];

const NONE_CHOSEN = {};

/**
 * A table whose order, page and columns are set by the URL. With `actions` its rows can be chosen, a range with shift; a row that is no
 * longer listed is no longer chosen.
 */
export function DataTable<Row extends RowData>(props: {
  label: string;
  columns: Columns<Row>;
  rows: Row[];
  rowId: (row: Row) => string;
  /** The name of a row in the label of its checkbox: "Choose acme-001". */
  rowName: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  /** The page that a click on the row opens, beside the link in it that keys and screen readers use. */
  rowHref?: (row: Row) => string;
  hidden: readonly string[];
  actions?: (chosen: Row[], clear: () => void) => ReactNode;
}) {
  const [rowSelection, setRowSelection] = useState<Record<string, true>>(NONE_CHOSEN);
  const columnVisibility = useMemo(() => Object.fromEntries(props.hidden.map((id) => [id, false])), [props.hidden]);
  const table = useTable({
    features,
    columns: props.columns,
    data: props.rows,
    getRowId: props.rowId,
    state: { rowSelection, columnVisibility },
    onRowSelectionChange: setRowSelection,
  });
  const router = useRouter();
  const choosing = props.actions !== undefined;
  const chosen = table.getSelectedRowModel().rows.map((row) => row.original);
  return (
    <>
      <Table label={props.label}>
        <TableHead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {choosing ? (
                <TableHeader className="w-8 pr-0">
                  <Chooser
                    label="Choose all on this page"
                    checked={table.getIsAllRowsSelected()}
                    some={table.getIsSomeRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </TableHeader>
              ) : null}
              {group.headers.map((header) => (
                <TableHeader key={header.id}>
                  <table.FlexRender header={header} />
                </TableHeader>
              ))}
            </tr>
          ))}
        </TableHead>
        <TableBody>
          {table.getRowModel().rows.map((row) => (
            <TableRow
              key={row.id}
              data-row={row.id}
              onClick={(event) => props.rowHref && openRow(event, props.rowHref(row.original), router)}
              className={classes(
                props.rowHref && "cursor-pointer",
                props.rowClass?.(row.original),
                row.getIsSelected() && "bg-selected hover:bg-selected",
              )}
            >
              {choosing ? (
                <TableCell className="w-8 pr-0">
                  <Chooser
                    label={`Choose ${props.rowName(row.original)}`}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </TableCell>
              ) : null}
              {row.getVisibleCells().map((cell) => (
                <TableCell key={cell.id}>
                  <table.FlexRender cell={cell} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {props.actions?.(chosen, () => setRowSelection(NONE_CHOSEN))}
    </>
  );
}

/** A click that selects text, or that is on a link or a checkbox, opens nothing. With Ctrl or ⌘ the page opens in a new tab, as of a link. */
function openRow(event: MouseEvent<HTMLElement>, href: string, router: { push: (href: string) => void }): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || target.closest("a, button, input, label, select, textarea, [popover]")) return;
  if (getSelection()?.isCollapsed === false) return;
  if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
  else router.push(href);
}

function Chooser(props: { label: string; checked: boolean; some?: boolean; onChange: (event: unknown) => void }) {
  return (
    <label className="grid size-6 cursor-pointer place-items-center">
      <input
        type="checkbox"
        aria-label={props.label}
        className="size-3.5 accent-accent-fill"
        checked={props.checked}
        ref={(box) => {
          if (box) box.indeterminate = Boolean(props.some) && !props.checked;
        }}
        onChange={props.onChange}
      />
    </label>
  );
}
