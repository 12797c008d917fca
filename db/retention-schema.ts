/** The tables of retention: what each sweep removed, and how far it has come. */
import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, now, time } from "./columns.ts";
import { removalKind } from "./enums.ts";

/**
 * What one sweep of retention removed of one kind. Written in the transaction of each batch, and ended with its entry in the audit log by
 * that sweep, or by the next one if it was killed. Never deleted.
 */
export const removals = pgTable(
  "removals",
  {
    id: id(),
    kind: removalKind().notNull(),
    /** The variable that set the rule, and its value. */
    setting: text().notNull(),
    days: integer().notNull(),
    /** How many receipts, cases or events. */
    count: integer().notNull(),
    /** The earliest and latest time of what was removed. */
    firstAt: time().notNull(),
    lastAt: time().notNull(),
    startedAt: time().notNull().default(now),
    /** When its last batch was committed. */
    at: time().notNull().default(now),
    endedAt: time(),
  },
  (t) => [
    index("removals_kind").on(t.kind, t.id),
    uniqueIndex("removals_open").on(t.kind).where(sql`ended_at is null`),
  ],
);

/** The cursor of retention's walk over each kind. Written in the transaction of each batch. Without a row the walk starts at the first row. */
export const retentionWalks = pgTable("retention_walks", {
  kind: removalKind().primaryKey(),
  /** Rows up to this id were scanned. */
  place: bigint({ mode: "number" }).notNull(),
  /** Everything older than this was scanned, and what was due was removed. */
  reached: time(),
  /** When it last started at the first row. */
  begunAt: time().notNull().default(now),
});
