/** The tables of figures over time: what happened in each hour, counted once by the worker so that a page need not. */
import { bigint, doublePrecision, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { now, time } from "./columns.ts";

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
