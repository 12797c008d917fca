import { quantile } from "#lib/figures/buckets";
import { daysOf, type Span } from "#lib/figures/overview-selection";
import type { ByDay, OverviewFigures } from "#lib/figures/read-overview";
import { type Cell, type Chart, count } from "./chart.ts";
import { durationCell } from "./duration-cell.ts";
import { type Listing, listOf } from "./overview-path.ts";

const DAY_MS = 86_400_000;

/** From so many days on a period is shown by the week: a year of days is 4 MB of tables. */
const MAX_DAYS = 120;

/** The charts over the days of a period, or over its weeks, which begin with its first day. */
export function dailyCharts(figures: OverviewFigures, span: Span, listing: Listing): Chart[] {
  const days = daysOf(span);
  const step = days.length > MAX_DAYS ? 7 : 1;
  const of = step === 1 ? "Day (UTC)" : "Week from (UTC)";
  const rows = (cellsOf: (part: Span) => Cell[]) =>
    days.flatMap((from, at) => {
      if (at % step !== 0) return [];
      const day = from.toISOString().slice(0, 10);
      const end = Math.min(from.getTime() + step * DAY_MS, span.to.getTime());
      return { key: day, title: day, cells: cellsOf({ from, to: new Date(end) }) };
    });
  const within = <Of extends { at: Date }>(all: readonly Of[], { from, to }: Span) =>
    all.filter(({ at }) => at >= from && at < to);
  const sumOf = (counts: readonly ByDay[], labels?: readonly string[]) => {
    const counted = counts.filter(({ label }) => labels === undefined || labels.includes(label));
    return (part: Span) => within(counted, part).reduce((total, { n }) => total + n, 0);
  };
  const [events, refusals] = [sumOf(figures.events), sumOf(figures.refusals)];
  const [opened, done] = [sumOf(figures.followUps, ["opened"]), sumOf(figures.followUps, ["done"])];
  const [sent, unsent] = [sumOf(figures.letters, SENT), sumOf(figures.letters, UNSENT)];
  const list = (figure: Parameters<typeof listOf>[1]) => listOf(listing, figure);
  return [
    {
      ...{ id: "events", title: "Events and refused requests", kind: "days", unit: "count", of },
      definition:
        "Events: genuine messages, each counted once, by the day it arrived. Refused requests: those that could not be verified, those of a flood included that were only counted.",
      columns: [
        { title: "Events", look: "blue", compared: true },
        { title: "Refused requests", look: "red", compared: true },
      ],
      rows: rows((day) => [count(events(day), list("events")(day)), count(refusals(day), list("refusals")(day))]),
    },
    {
      ...{ id: "lag", title: "From the sender's clock to here", kind: "days", unit: "duration", of },
      definition:
        "How long after its own clock a message arrived: half of the messages of a day or week took less than the median, nine in ten less than the 90th percentile. Right to 9 %. Messages whose clock is not known are left out.",
      columns: [
        { title: "Median", look: "blue", compared: true },
        { title: "90th percentile", look: "violet" },
        { title: "Messages" },
      ],
      rows: rows((part) => {
        const lasted = within(figures.lag, part).flatMap((day) => day.lasted);
        const measured = lasted.reduce((total, { ended }) => total + ended, 0);
        return [durationCell(quantile(0.5, lasted)), durationCell(quantile(0.9, lasted)), count(measured)];
      }),
    },
    {
      ...{ id: "follow-ups", title: "Follow-ups opened and done", kind: "days", unit: "count", of },
      definition: "Follow-ups by the day a person opened them, and by the day they were done.",
      columns: [
        { title: "Opened", look: "amber", compared: true },
        { title: "Done", look: "green", compared: true },
      ],
      rows: rows((day) => [
        count(opened(day), list("follow-ups")(day, "opened")),
        count(done(day), list("follow-ups")(day, "done")),
      ]),
    },
    {
      ...{ id: "letters", title: "Letters to rejected businesses", kind: "days", unit: "count", of },
      definition:
        "Letters by the day on which their state was last set. Not sent: no mail server or address, refused by the mail server, in doubt after a crash, or waived by a person.",
      columns: [
        { title: "Sent", look: "green", compared: true },
        { title: "Not sent", look: "amber", compared: true },
      ],
      rows: rows((day) => [
        count(sent(day), list("letters")(day, SENT.join(","))),
        count(unsent(day), list("letters")(day, UNSENT.join(","))),
      ]),
    },
  ];
}

const SENT = ["done"];
const UNSENT = ["intended", "unknown", "not-sent", "failed", "waived"];
