import { quantile } from "#lib/figures/buckets";
import { daysOf, type Span } from "#lib/figures/overview-selection";
import type { ByDay, OverviewFigures } from "#lib/figures/read-overview";
import { type Cell, type Chart, count } from "./chart.ts";
import { durationCell } from "./duration-cell.ts";
import { type Listing, listOf } from "./overview-path.ts";

const DAY_MS = 86_400_000;

/** The charts over the days of a period. */
export function dailyCharts(figures: OverviewFigures, span: Span, listing: Listing): Chart[] {
  const rows = (cellsOf: (day: Span) => Cell[]) =>
    daysOf(span).map((from) => {
      const day = from.toISOString().slice(0, 10);
      return { key: day, title: day, cells: cellsOf({ from, to: new Date(from.getTime() + DAY_MS) }) };
    });
  const sumOf = (counts: readonly ByDay[], labels?: readonly string[]) => {
    const sums = new Map<number, number>();
    for (const { at, label, n } of counts) {
      if (labels === undefined || labels.includes(label)) sums.set(at.getTime(), (sums.get(at.getTime()) ?? 0) + n);
    }
    return ({ from }: Span) => sums.get(from.getTime()) ?? 0;
  };
  const lagOf = new Map(figures.lag.map(({ at, lasted }) => [at.getTime(), lasted]));
  const [events, refusals] = [sumOf(figures.events), sumOf(figures.refusals)];
  const [opened, done] = [sumOf(figures.followUps, ["opened"]), sumOf(figures.followUps, ["done"])];
  const [sent, unsent] = [sumOf(figures.letters, SENT), sumOf(figures.letters, UNSENT)];
  const list = (figure: Parameters<typeof listOf>[1]) => listOf(listing, figure);
  return [
    {
      ...{ id: "events", title: "Events and refused requests a day", kind: "days", unit: "count", of: "Day (UTC)" },
      definition:
        "Events: genuine messages, each counted once, by the day it arrived. Refused requests: those that could not be verified, those of a flood included that were only counted.",
      columns: [
        { title: "Events", look: "blue", compared: true },
        { title: "Refused requests", look: "red", compared: true },
      ],
      rows: rows((day) => [count(events(day), list("events")(day)), count(refusals(day), list("refusals")(day))]),
    },
    {
      ...{ id: "lag", title: "From the sender's clock to here", kind: "days", unit: "duration", of: "Day (UTC)" },
      definition:
        "How long after its own clock a message arrived: half of a day's messages took less than the median, nine in ten less than the 90th percentile. Right to 9 %. Messages whose clock is not known are left out.",
      columns: [
        { title: "Median", look: "blue", compared: true },
        { title: "90th percentile", look: "violet" },
        { title: "Messages" },
      ],
      rows: rows(({ from }) => {
        const lasted = lagOf.get(from.getTime()) ?? [];
        const measured = lasted.reduce((total, { ended }) => total + ended, 0);
        return [durationCell(quantile(0.5, lasted)), durationCell(quantile(0.9, lasted)), count(measured)];
      }),
    },
    {
      ...{ id: "follow-ups", title: "Follow-ups opened and done", kind: "days", unit: "count", of: "Day (UTC)" },
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
      ...{ id: "letters", title: "Letters to rejected businesses", kind: "days", unit: "count", of: "Day (UTC)" },
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
