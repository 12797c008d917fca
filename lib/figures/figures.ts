/** The figures that are counted ahead: what each counts, by which time, and what its label says. */

/** Counted by the hour, of what happened here; see `hourly-sources.ts`. Times are when it happened here. */
export const HOURLY = {
  events: { counts: "genuine messages received for the first time", by: "when they arrived", label: "type" },
  lag: {
    counts: "messages whose own clock is known, with the milliseconds from that clock to their arrival",
    by: "when they arrived",
    label: "bucket of the lag",
  },
  refusals: { counts: "requests refused, those only counted included", by: "when they arrived", label: "cause" },
  answers: {
    counts: "answers to webhook requests that are on record; a request refused in a flood is not",
    by: "when the request arrived",
    label: "HTTP status",
  },
  runs: { counts: "attempts of handlers that ended", by: "when they ended", label: "handler/outcome" },
  deliveries: {
    counts: "requests to destinations, tests left out",
    by: "when they began",
    label: "destination id/succeeded or failed",
  },
} as const;

/** Counted by the day (UTC), of what the events of the cases say; see `case-contribution.ts`. Times are the sender's clock. */
export const DAILY = {
  onboardings: {
    counts: "onboardings that began",
    by: "the first message of the onboarding",
    label: "the status it has now, and `/reviewed` where it was in review",
  },
  moves: { counts: "changes to a status", by: "the message that brought it", label: "status" },
  reasons: { counts: "onboardings that ended in Rejected", by: "the message that rejected it", label: "reason code" },
  stays: {
    counts: "times that a case was in a status and left it, with the milliseconds it took",
    by: "the message that brought the status",
    label: "status/bucket of the time",
  },
} as const;

export type HourlyFigure = keyof typeof HOURLY;
export type DailyFigure = keyof typeof DAILY;
export type Figure = HourlyFigure | DailyFigure;

export const HOURLY_FIGURES = Object.keys(HOURLY) as HourlyFigure[];
export const DAILY_FIGURES = Object.keys(DAILY) as DailyFigure[];

/** The name under which the hours of a figure are stored added up by day (UTC): a year of hours takes a page too long to add up. */
export function dayOf(figure: HourlyFigure): string {
  return `${figure}/day`;
}

/** Raised when a figure's meaning changes: everything is then counted anew. */
export const VERSION = 2;

/** Names of the rows of `figure_progress`. */
export const PROGRESS = { hours: `hours/${VERSION}`, cases: `cases/${VERSION}` } as const;

/** One counted row, before it is stored. */
export type Counted = { hour: Date; source: string; label: string; n: number; total: number };
