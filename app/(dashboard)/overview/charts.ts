import type { UserActor } from "#lib/actor";
import { type OverviewFilter, type Span, spanBefore, spanOf } from "#lib/figures/overview-selection";
import { type Overview, type OverviewFigures, readEarlier, readOverview } from "#lib/figures/read-overview";
import { beside, type Chart } from "./chart.ts";
import { dailyCharts } from "./daily-charts.ts";
import { type Listing, listOf } from "./overview-path.ts";
import { openChart, summedCharts } from "./summed-charts.ts";

export type Total = { title: string; n: number; href: string; before: number | null };
export type Charts = Pick<Overview, "countedUntil" | "behind"> & {
  span: Span;
  before: Span;
  totals: Total[];
  charts: Chart[];
};

/** All charts of the overview of a filter, with the period before beside where the filter asks for it. */
export async function readCharts(actor: UserActor, filter: OverviewFilter): Promise<Charts> {
  const now = new Date();
  const span = spanOf(filter, now);
  const before = spanBefore(span);
  const listing: Listing = { source: filter.source };
  const [overview, earlier] = await Promise.all([
    readOverview(actor, { ...span, ...listing }),
    filter.compare === undefined ? null : readEarlier(actor, { ...before, ...listing }),
  ]);
  const make = (figures: OverviewFigures, of: Span) => [
    ...dailyCharts(figures, of, listing),
    ...summedCharts(figures, of, listing),
  ];
  const others = earlier && make(earlier, before);
  const charts = make(overview.figures, span).map((chart, at) => {
    const other = others?.[at];
    return other ? beside(chart, other, chart.kind === "days" || chart.id === "onboardings" ? "place" : "key") : chart;
  });
  return {
    ...{ countedUntil: overview.countedUntil, behind: overview.behind, span, before },
    totals: totals(overview.figures, earlier, (figure, label) => listOf(listing, figure)(span, label)),
    charts: [...charts, openChart(overview.openByAge, now, listing)],
  };
}

function totals(
  figures: OverviewFigures,
  earlier: OverviewFigures | null,
  href: (figure: Parameters<typeof listOf>[1], label?: string) => string,
): Total[] {
  const sum = (rows: readonly { n: number }[]) => rows.reduce((total, { n }) => total + n, 0);
  const total = (title: string, of: (from: OverviewFigures) => readonly { n: number }[], link: string): Total => ({
    ...{ title, n: sum(of(figures)), href: link },
    before: earlier && sum(of(earlier)),
  });
  const ended = (status: string) => (from: OverviewFigures) => from.ended.filter(({ label }) => label === status);
  return [
    total("Events", (from) => from.events, href("events")),
    total("Refused requests", (from) => from.refusals, href("refusals")),
    total("Onboardings began", (from) => from.onboardings, href("onboardings")),
    total("Completed", ended("COMPLETED"), href("moves", "COMPLETED")),
    total("Rejected", ended("REJECTED"), href("moves", "REJECTED")),
    total(
      "Follow-ups opened",
      (from) => from.followUps.filter(({ label }) => label === "opened"),
      href("follow-ups", "opened"),
    ),
  ];
}
