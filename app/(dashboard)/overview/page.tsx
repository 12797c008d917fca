import { ChartNoAxesColumn } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { Segments } from "#components/ui/segments";
import { requireActor } from "#lib/access/sessions/session";
import { type OverviewFilter, overviewFilter, PERIODS, spanOf } from "#lib/figures/overview-selection";
import { listFigureSources } from "#lib/figures/read-figures";
import { type Query, readFilter } from "#lib/query-params";
import { ChartCard } from "./chart-card.tsx";
import { type Charts, readCharts, type Total } from "./charts.ts";
import { csvPath, overviewPath } from "./overview-path.ts";
import { SelectionForm } from "./selection-form.tsx";

export const metadata: Metadata = { title: "Overview" };

const PERIOD_WORDS = { "7d": "7 days", "30d": "30 days", "90d": "90 days", "12m": "12 months" } as const;

export default async function OverviewPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("overview:read");
  const { filter, problems } = readFilter(overviewFilter, await searchParams);
  const [found, sources] = await Promise.all([readCharts(actor, filter), listFigureSources()]);
  return (
    <>
      <PageHeader title="Overview" help="times" description={<About found={found} />} />
      <Selection filter={filter} sources={sources} />
      {Object.entries(problems).map(([name, problem]) => (
        <Notice key={name} tone="amber" className="mb-3">
          {name} is left out: {problem}
        </Notice>
      ))}
      <Lag found={found} />
      {sources.length === 0 ? (
        <Card>
          <EmptyState icon={ChartNoAxesColumn} title="No events yet">
            Figures appear within a minute of the first message from VOVE ID. Until then there is nothing to count.
          </EmptyState>
        </Card>
      ) : (
        <>
          <Totals totals={found.totals} />
          <div className="grid items-start gap-3 xl:grid-cols-2 min-[1800px]:grid-cols-3">
            {found.charts.map((chart) => (
              <ChartCard key={chart.id} chart={chart} csv={csvPath(filter, chart.id)} />
            ))}
          </div>
        </>
      )}
    </>
  );
}

function About({ found: { span, before } }: { found: Charts }) {
  return (
    <>
      {lastDay(span)} (days of UTC). The period before is {lastDay(before)}.
    </>
  );
}

function lastDay({ from, to }: Charts["span"]): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return `${day(from.getTime())} to ${day(to.getTime() - 1)}`;
}

function Selection({ filter, sources }: { filter: OverviewFilter; sources: string[] }) {
  const { period, from, to, ...rest } = filter;
  const own = from !== undefined || to !== undefined;
  const values = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const now = new Date();
  return (
    <div className="flex flex-wrap items-center gap-2 pb-3">
      <Segments
        label="Period"
        segments={PERIODS.map((each) => ({
          href: overviewPath({ ...rest, period: each }),
          label: PERIOD_WORDS[each],
          current: !own && each === (period ?? "30d"),
        }))}
      />
      <SelectionForm
        values={own ? values : { ...values, from: "", to: "" }}
        sources={sources}
        today={new Date(spanOf({}, now).to.getTime() - 1).toISOString().slice(0, 10)}
      />
    </div>
  );
}

/** Counted every 30 seconds: what is older than this is worth a word. */
const LAG_MS = 5 * 60_000;

function Lag({ found: { countedUntil, behind } }: { found: Charts }) {
  if (countedUntil === null) {
    return (
      <Notice className="mb-3">
        Nothing is counted yet. The worker process counts, and needs some minutes for what was there before.
      </Notice>
    );
  }
  const late = Date.now() - countedUntil.getTime() > LAG_MS;
  if (late || behind) {
    return (
      <Notice tone="amber" className="mb-3" title="Counting has not caught up">
        Counted until <Time at={countedUntil} absolute />
        {behind ? ", and not all cases of before are counted. " : ". "}
        Numbers are too low until then.
      </Notice>
    );
  }
  return (
    <p className="pb-3 text-xs text-faint">
      Counted until <Time at={countedUntil} />.
    </p>
  );
}

function Totals({ totals }: { totals: Total[] }) {
  return (
    <ul className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
      {totals.map(({ title, n, href, before }) => (
        <li key={title} className="grid min-h-10 content-start rounded-lg border border-line bg-surface px-3 py-2">
          <span className="text-xs text-muted">{title}</span>
          <span className="text-lg font-semibold">
            {n > 0 ? (
              <Link
                href={href}
                prefetch={false}
                className="hover:underline"
                aria-label={`${title}: ${n.toLocaleString("en")}`}
              >
                {n.toLocaleString("en")}
              </Link>
            ) : (
              "0"
            )}
          </span>
          {before === null ? null : <span className="text-xs text-faint">{change(n, before)}</span>}
        </li>
      ))}
    </ul>
  );
}

function change(n: number, before: number): string {
  const difference = n - before;
  const sign = difference > 0 ? "+" : "";
  const share = before === 0 ? "" : ` (${sign}${Math.round((100 * difference) / before)} %)`;
  return `${before.toLocaleString("en")} before, ${difference === 0 ? "no change" : `${sign}${difference.toLocaleString("en")}${share}`}`;
}
