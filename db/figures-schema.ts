/** The tables of counts: how many cases there are of each status, and what happened in each hour and day, so that a page need not count. */
import { bigint, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { now, ref, time } from "./columns.ts";
import { caseStatus } from "./enums.ts";
import { cases } from "./schema.ts";

/** Deltas of the number of cases in each status; their sum is exact. A trigger on `cases` appends; the worker merges them to one row each. */
export const caseTallies = pgTable("case_tallies", {
  source: text().notNull(),
  status: caseStatus().notNull(),
  n: integer().notNull(),
});

/**
 * How often something happened in one hour: `figure` says what (`events`, `refusals` …), `label` of which kind. Written by the worker, which
 * counts an hour anew when something of it changed; `npm run figures` rebuilds and verifies all of it. Holds nothing that is not counted from other tables.
 */
export const hourlyFigures = pgTable(
  "hourly_figures",
  {
    hour: time().notNull(),
    figure: text().notNull(),
    source: text().notNull(),
    label: text().notNull(),
    n: bigint({ mode: "number" }).notNull(),
    /** Of what was measured, where the figure measures: milliseconds. */
    total: doublePrecision().notNull().default(0),
  },
  // The page's query: one figure over a period.
  (t) => [primaryKey({ columns: [t.figure, t.hour, t.source, t.label] })],
);

/** How far the worker has counted, by the table it reads. Written in the transaction of each batch. */
export const figureProgress = pgTable("figure_progress", {
  name: text().primaryKey(),
  /** Rows up to this id were counted. */
  place: bigint({ mode: "number" }).notNull().default(0),
  /** Everything up to this time was counted. */
  reached: time(),
  updatedAt: time().notNull().default(now),
});

/**
 * What a case adds to the figures that change with it: the steps that its events brought, as they were counted last. The worker takes the old ones
 * out of `hourly_figures` and adds the new ones in one transaction, so that a late event moves a count and adds none. Never deleted.
 */
export const countedCases = pgTable("counted_cases", {
  caseId: ref()
    .primaryKey()
    .references(() => cases.id),
  source: text().notNull(),
  /** In the order of the event clock: onboarding, status, milliseconds since 1970, the reason where it is a code. */
  steps: jsonb().$type<[number, string, number, string | null][]>().notNull(),
});
