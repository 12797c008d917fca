"use client";

import { classes } from "#components/ui/classes";
import type { Chart, Column } from "./chart.ts";
import { LOOKS } from "./looks.ts";

const WIDTH = 100;
const HEIGHT = 8;

type Drawn = { column: Column; at: number };

/**
 * A bar a row, in the HTML that the server sends. What is counted stands one after another; durations and shares are bars of their own, one below the other.
 * A client component, so that React never streams a part of an svg by itself: it would hide that by a style attribute, which our policy refuses.
 */
export function Bars({ chart }: { chart: Chart }) {
  const drawn = chart.columns.flatMap((column, at): Drawn[] => (column.look && !column.before ? [{ column, at }] : []));
  const stacked = chart.unit === "count";
  const numberIn = (row: Chart["rows"][number], { at }: Drawn) => row.cells[at]?.value ?? 0;
  const lengths = chart.rows.map((row) => {
    const values = drawn.map((one) => numberIn(row, one));
    return stacked ? values.reduce((total, value) => total + value, 0) : Math.max(0, ...values);
  });
  const longest = Math.max(...lengths, chart.unit === "share" ? 0.01 : 1);
  return (
    <div className="grid gap-2 px-3 pb-2">
      {drawn.length > 1 ? <Legend drawn={drawn} /> : null}
      <ul className="grid grid-cols-[minmax(6rem,11rem)_minmax(0,1fr)_auto] gap-x-3 gap-y-1.5">
        {chart.rows.map((row) => (
          <li key={row.key} className="col-span-3 grid grid-cols-subgrid items-center text-xs">
            <span className="text-muted">{row.title}</span>
            <svg
              aria-hidden="true"
              viewBox={`0 0 ${WIDTH} ${stacked ? HEIGHT : HEIGHT * drawn.length}`}
              preserveAspectRatio="none"
              className={classes("w-full rounded-sm bg-sunken", !stacked && drawn.length > 1 ? "h-4" : "h-2.5")}
            >
              {drawn.map((one, nth) => {
                const earlier = stacked
                  ? drawn.slice(0, nth).reduce((total, before) => total + numberIn(row, before), 0)
                  : 0;
                return (
                  <rect
                    key={one.column.title}
                    x={(earlier / longest) * WIDTH}
                    y={stacked ? 0 : nth * HEIGHT}
                    width={(numberIn(row, one) / longest) * WIDTH}
                    height={HEIGHT}
                    className={LOOKS[one.column.look ?? "muted"].fill}
                  />
                );
              })}
            </svg>
            <span className="text-right">{drawn.map(({ at }) => row.cells[at]?.text ?? "–").join(" · ")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Legend({ drawn }: { drawn: Drawn[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {drawn.map(({ column: { title, look } }) => (
        <li key={title} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2">
            <rect width="8" height="8" className={LOOKS[look ?? "muted"].fill} />
          </svg>
          {title}
        </li>
      ))}
    </ul>
  );
}
