import { quantile } from "#lib/figures/buckets";
import type { Span } from "#lib/figures/overview-selection";
import { type Attempts, type OpenByAge, OTHERS, type OverviewFigures, type Stay } from "#lib/figures/read-overview";
import { reasonLabel } from "../_chips/reason-label.ts";
import { actionOf, STATUS_WORDS } from "../_words.ts";
import { type Cell, type Chart, count, type Row } from "./chart.ts";
import { durationCell } from "./duration-cell.ts";
import { type Listing, listOf } from "./overview-path.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const OPEN = ["IN_PROGRESS", "IN_REVIEW"];

/** The charts that are not by day: of a whole period, and by week. */
export function summedCharts(figures: OverviewFigures, span: Span, listing: Listing): Chart[] {
  return [
    onboardings(figures, span, listing),
    stays(figures.stays, span, listing),
    reasons(figures.reasons, span, listing),
    attempts(figures.attempts, span, listing),
  ];
}

function onboardings({ onboardings: begun }: OverviewFigures, span: Span, listing: Listing): Chart {
  const list = listOf(listing, "onboardings");
  const weeks: Row[] = [];
  // Mondays; the first week may have begun before the period, and then holds only what is in it.
  const monday = Math.floor((span.from.getTime() - 4 * DAY_MS) / WEEK_MS) * WEEK_MS + 4 * DAY_MS;
  for (let start = monday; start < span.to.getTime(); start += WEEK_MS) {
    const week = {
      from: new Date(Math.max(start, span.from.getTime())),
      to: new Date(Math.min(start + WEEK_MS, span.to.getTime())),
    };
    const of = begun.filter(({ at }) => at >= week.from && at < week.to);
    const sum = (choose: (status: string, reviewed: boolean) => boolean) =>
      of.reduce((total, { label, n }) => {
        const [status = "", reviewed] = label.split("/");
        return choose(status, reviewed !== undefined) ? total + n : total;
      }, 0);
    weeks.push({
      key: week.from.toISOString(),
      title: week.from.toISOString().slice(0, 10),
      cells: [
        count(
          sum(() => true),
          list(week),
        ),
        count(
          sum((_, reviewed) => reviewed),
          list(week, "/reviewed"),
        ),
        count(
          sum((status) => status === "COMPLETED"),
          list(week, "COMPLETED"),
        ),
        count(
          sum((status) => status === "REJECTED"),
          list(week, "REJECTED"),
        ),
        count(
          sum((status) => OPEN.includes(status)),
          list(week, OPEN.join(",")),
        ),
      ],
    });
  }
  return {
    ...{ id: "onboardings", title: "What became of onboardings, by week of opening", kind: "bars", unit: "count" },
    of: "Week from (UTC)",
    definition:
      "Onboardings by the week in which their first message was made, and where they stand now. A late message can move one to another week. Weeks begin on Monday.",
    columns: [
      { title: "Began", compared: true },
      { title: "Were in review" },
      { title: "Completed", look: "green", compared: true },
      { title: "Rejected", look: "violet", compared: true },
      { title: "Still open", look: "blue" },
    ],
    rows: weeks,
  };
}

function stays(found: readonly Stay[], span: Span, listing: Listing): Chart {
  const list = (figure: "moves" | "stays" | "running", status: string) => listOf(listing, figure)(span, status);
  return {
    ...{ id: "stays", title: "Time in each status", kind: "bars", unit: "duration", of: "Status" },
    definition:
      "How long cases stay in a status that they entered in the period. Cases that are still in it count as having lasted until now and longer (Kaplan–Meier): without them what takes long would be left out. Right to 9 %; – where too many are still in it.",
    columns: [
      { title: "Median", look: "blue", compared: true },
      { title: "90th percentile", look: "violet", compared: true },
      { title: "Entered it" },
      { title: "Left it" },
      { title: "Still in it" },
    ],
    rows: found.map(({ status, entered, running, lasted }) => ({
      key: status,
      title: STATUS_WORDS[status],
      cells: [
        durationCell(quantile(0.5, lasted)),
        durationCell(quantile(0.9, lasted)),
        count(entered, list("moves", status)),
        count(entered - running, list("stays", status)),
        count(running, list("running", status)),
      ],
    })),
  };
}

function reasons(found: OverviewFigures["reasons"], span: Span, listing: Listing): Chart {
  const list = listOf(listing, "reasons");
  return {
    ...{ id: "reasons", title: "Why cases were rejected", kind: "bars", unit: "count", of: "Reason" },
    definition:
      "Onboardings that were rejected in the period, by the sender's reason. A reason that is no code is not kept apart.",
    columns: [{ title: "Rejected", look: "violet", compared: true }],
    rows: found.map(({ reason, n }) => ({
      key: reason,
      title: wordsOfReason(reason),
      cells: [count(n, list(span, reason))],
    })),
  };
}

function wordsOfReason(reason: string): string {
  if (reason === "") return "No reason, or one in words";
  return reason === OTHERS ? "Another reason, or none" : reasonLabel(reason);
}

function attempts(found: readonly Attempts[], span: Span, listing: Listing): Chart {
  const rows = found.map(({ id, name, attempts: all, failed, gaveUp }): Row => {
    const figure = gaveUp === null ? "deliveries" : "runs";
    const list = (outcomes: string) => listOf(listing, figure)(span, `${id}/${outcomes}`);
    const share: Cell = { value: all === 0 ? null : failed / all, text: all === 0 ? "–" : percent(failed / all) };
    return {
      key: `${figure}/${id}`,
      title: titleOf(id, name, gaveUp !== null),
      cells: [
        share,
        count(all, list("succeeded,failed,dead")),
        count(failed, list("failed,dead")),
        gaveUp === null ? { value: null, text: "–" } : count(gaveUp, list("dead")),
      ],
    };
  });
  return {
    ...{ id: "failures", title: "Failed attempts, by action and destination", kind: "bars", unit: "share" },
    of: "Action or destination",
    definition:
      "Of the attempts that ended in the period, the share that failed. An attempt that fails is repeated; after the last one the action gives up. Tests of destinations do not count.",
    columns: [
      { title: "Failed, of all attempts", look: "red", compared: true },
      { title: "Attempts", compared: true },
      { title: "Failed" },
      { title: "Gave up" },
    ],
    rows,
  };
}

function titleOf(id: string, name: string, isAction: boolean): string {
  if (isAction) return actionOf(id);
  return id === OTHERS ? "Requests to destinations" : `To ${name}`;
}

function percent(share: number): string {
  return `${(100 * share).toLocaleString("en", { maximumFractionDigits: share < 0.1 ? 2 : 1 })} %`;
}

const AGES = [
  { title: "Today", days: 1 },
  { title: "1 to 6 days", days: 7 },
  { title: "7 to 29 days", days: 30 },
  { title: "30 to 89 days", days: 90 },
  { title: "90 days and more", days: Number.POSITIVE_INFINITY },
];
const FIRST_DAY = new Date("2000-01-01T00:00:00Z");

/** Cases that are open now, by how many midnights (UTC) ago their onboarding began. */
export function openChart(open: readonly OpenByAge[], now: Date, listing: Listing): Chart {
  const list = listOf(listing, "onboardings");
  const tomorrow = Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_MS;
  const ago = (days: number) => (Number.isFinite(days) ? new Date(tomorrow - days * DAY_MS) : FIRST_DAY);
  return {
    ...{ id: "open", title: "Open cases by age", kind: "bars", unit: "count", of: "Began" },
    definition: "Cases that are open now, whatever the period above, by the day (UTC) on which their onboarding began.",
    columns: [
      { title: STATUS_WORDS.IN_PROGRESS, look: "blue" },
      { title: STATUS_WORDS.IN_REVIEW, look: "violet" },
    ],
    rows: AGES.map(({ title, days }, at) => {
      const age = { from: ago(days), to: ago(AGES[at - 1]?.days ?? 0) };
      const sum = (status: string) =>
        open.reduce(
          (total, one) =>
            one.status === status && one.opened >= age.from && one.opened < age.to ? total + one.n : total,
          0,
        );
      return { key: title, title, cells: OPEN.map((status) => count(sum(status), list(age, status))) };
    }),
  };
}
