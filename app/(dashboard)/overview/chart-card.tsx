import Link from "next/link";
import { buttonLook } from "#components/ui/button";
import { classes } from "#components/ui/classes";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { Bars } from "./bars.tsx";
import type { Cell, Chart } from "./chart.ts";
import { type Line, TimeChart } from "./time-chart.tsx";

/** A chart with its definition, and behind it the same numbers as a table and as a file. */
export function ChartCard({ chart, csv }: { chart: Chart; csv: string }) {
  const definition = `definition-${chart.id}`;
  return (
    <section aria-labelledby={`chart-${chart.id}`} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="relative flex items-center gap-2 px-3 py-2">
        <h2 id={`chart-${chart.id}`} className="min-w-0 font-semibold">
          {chart.title}
        </h2>
        <button
          type="button"
          aria-label={`What is counted: ${chart.title}`}
          aria-describedby={definition}
          className="peer grid size-6 shrink-0 place-items-center rounded-full border border-line-strong text-xs text-muted hover:text-ink pointer-coarse:size-10"
        >
          ?
        </button>
        <p
          id={definition}
          role="tooltip"
          className="invisible absolute top-full right-3 left-3 z-20 max-w-prose rounded-md border border-line-strong bg-raised px-3 py-2 text-xs shadow-raised peer-hover:visible peer-focus:visible hover:visible"
        >
          {chart.definition}
        </p>
      </header>
      {chart.rows.length === 0 ? (
        <p className="px-3 pb-3 text-muted">Nothing in this period.</p>
      ) : (
        <Graph chart={chart} />
      )}
      <details className="border-t border-line">
        <summary className="flex h-9 items-center px-3 text-xs font-medium text-muted hover:text-ink pointer-coarse:h-10">
          Table and CSV
        </summary>
        <a href={csv} download className={classes(buttonLook({ size: "sm" }), "mx-3 mb-2 pointer-coarse:h-10")}>
          CSV
        </a>
        <div className="max-h-96 overflow-y-auto">
          <NumbersTable chart={chart} />
        </div>
      </details>
    </section>
  );
}

function Graph({ chart }: { chart: Chart }) {
  if (chart.kind === "bars") return <Bars chart={chart} />;
  const lines = chart.columns.flatMap(({ title, look, before = false }, at): Line[] =>
    look ? [{ title, look, dashed: before, values: chart.rows.map(({ cells }) => cells[at]?.value ?? null) }] : [],
  );
  const label = `${chart.title}: ${lines.map(({ title }) => title.toLowerCase()).join(", ")}. The table below has the same numbers.`;
  return <TimeChart days={chart.rows.map(({ key }) => key)} lines={lines} unit={chart.unit} label={label} />;
}

function NumbersTable({ chart }: { chart: Chart }) {
  return (
    <Table label={`${chart.title}, as a table`}>
      <TableHead>
        <tr>
          <TableHeader>{chart.of}</TableHeader>
          {chart.columns.map(({ title }) => (
            <TableHeader key={title} className="text-right">
              {title}
            </TableHeader>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {chart.rows.map(({ key, title, cells }) => (
          <TableRow key={key}>
            <TableHeader scope="row" className="h-9 border-0 text-ink">
              {title}
            </TableHeader>
            {cells.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns keep their order
              <TableCell key={at} className="text-right">
                <NumberOf cell={cell} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function NumberOf({ cell }: { cell: Cell }) {
  if (cell.href === undefined) return cell.text;
  return (
    <Link href={cell.href} prefetch={false} className="text-accent underline">
      {cell.text}
    </Link>
  );
}
