import { stringify } from "csv-stringify/sync";
import { requireActor } from "#lib/access/sessions/session";
import { overviewFilter } from "#lib/figures/overview-selection";
import { readFilter } from "#lib/query-params";
import { readCharts } from "../charts.ts";

/** The table behind a chart: UTF-8 with a byte order mark, numbers as numbers, durations in seconds, formulas neutralised. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireActor("overview:read");
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { filter } = readFilter(overviewFilter, query);
  const { charts } = await readCharts(actor, filter);
  const chart = charts.find(({ id }) => id === query.chart);
  if (!chart) return new Response("There is no such chart.\n", { status: 404 });
  const drawn = chart.columns.map(({ look }) => look !== undefined);
  const inSeconds = (at: number) => chart.unit === "duration" && drawn[at];
  const head = [chart.of, ...chart.columns.map(({ title }, at) => (inSeconds(at) ? `${title} (seconds)` : title))];
  const lines = chart.rows.map(({ title, cells }) => [
    title,
    ...cells.map(({ value }, at) => {
      if (value === null) return "";
      return String(inSeconds(at) ? Math.round(value / 1000) : value);
    }),
  ]);
  const body = stringify([head, ...lines], { escape_formulas: true, record_delimiter: "\r\n" });
  return new Response(`\uFEFF${body}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="overview-${chart.id}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
