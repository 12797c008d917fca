"use client";

import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import type uPlot from "uplot";
import { inTwoUnits } from "#components/duration";
import { classes } from "#components/ui/classes";
import type { Chart, Look } from "./chart.ts";
import { LOOKS } from "./looks.ts";

export type Line = { title: string; look: Look; dashed: boolean; values: (number | null)[] };

const HEIGHT = 170;
const DASH = [5, 4];

/** Lines over days, with a cursor that reads them. The table beside it holds the same numbers; `label` says so to those who cannot see it. */
export function TimeChart(props: { days: string[]; lines: Line[]; unit: Chart["unit"]; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const { days, lines, unit } = props;
  const data = JSON.stringify([days, lines]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = frame.current;
    const [dates, drawn] = JSON.parse(data) as [string[], Line[]];
    if (!element) return;
    let plot: uPlot | undefined;
    let over = false;
    // Loaded when the first chart is shown: no other page needs it.
    import("uplot")
      .then(({ default: Plot }) => {
        if (over) return;
        const seconds = dates.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
        plot = new Plot(
          options(Plot, { element, lines: drawn, unit }),
          [seconds, ...drawn.map(({ values }) => values)],
          element,
        );
      })
      .catch(() => setFailed(true));
    const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const redraw = () => plot?.redraw(false);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", redraw);
    return () => {
      over = true;
      resized.disconnect();
      theme.disconnect();
      dark.removeEventListener("change", redraw);
      plot?.destroy();
    };
  }, [data, unit]);

  return (
    <div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 px-3 text-xs text-muted">
        {lines.map(({ title, look, dashed }) => (
          <li key={title} className="flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 16 4" className={classes("h-1 w-4", LOOKS[look].text)}>
              <line
                x1="0"
                y1="2"
                x2="16"
                y2="2"
                stroke="currentColor"
                strokeWidth="2"
                strokeDasharray={dashed ? "3 3" : undefined}
              />
            </svg>
            {title}
          </li>
        ))}
      </ul>
      <div
        ref={frame}
        role="img"
        aria-label={props.label}
        className="min-h-50 overflow-x-clip px-1 text-xs [&_.u-legend]:text-xs"
      >
        {Object.entries(LOOKS).map(([name, { text }]) => (
          <span key={name} data-look={name} hidden className={text} />
        ))}
        <span data-look="line" hidden className="text-line" />
        {failed ? (
          <p className="p-2 text-xs text-muted">The chart could not be drawn. The table has its numbers.</p>
        ) : null}
      </div>
    </div>
  );
}

type Drawing = { element: HTMLElement; lines: Line[]; unit: Chart["unit"] };

function options(Plot: typeof uPlot, { element, lines, unit }: Drawing): uPlot.Options {
  // A canvas needs the colours themselves; they differ by theme and are asked for at each drawing.
  const colour = (name: string) => () => {
    const sample = element.querySelector(`[data-look="${name}"]`);
    return sample ? getComputedStyle(sample).color : "gray";
  };
  const text = (value: number | null) => (value === null ? "–" : inWords(value, unit));
  const axis = {
    stroke: colour("muted"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui",
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), "UTC"),
    padding: [10, 10, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { live: true },
    scales: { y: { range: (_, __, most) => [0, Math.max(unit === "count" ? 4 : 1000, most * 1.05)] } },
    axes: [
      {
        ...axis,
        size: 28,
        values: (_, seconds) => seconds.map((second) => new Date(second * 1000).toISOString().slice(5, 10)),
      },
      {
        ...axis,
        size: 56,
        values: (_, values) => values.map((value) => (value === Math.floor(value) ? text(value) : "")),
      },
    ],
    series: [
      {
        label: "Day",
        value: (_, second) => (second === null ? "" : new Date(second * 1000).toISOString().slice(0, 10)),
      },
      ...lines.map(({ title, look, dashed }) => ({
        ...{ label: title, stroke: colour(look), width: dashed ? 1 : 2, points: { show: false } },
        ...(dashed ? { dash: DASH } : {}),
        value: (_: uPlot, value: number | null) => text(value),
      })),
    ],
  };
}

function inWords(value: number, unit: Chart["unit"]): string {
  if (unit === "duration") return value < 1000 ? "0" : inTwoUnits(value);
  return value.toLocaleString("en");
}
