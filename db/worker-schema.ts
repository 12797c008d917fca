/** The table of the worker processes. */
import { integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { now, time } from "./columns.ts";

/** A worker process and its last heartbeat. Written by workers every few seconds; deleted at a clean stop, or a day after the last. */
export const workers = pgTable("workers", {
  id: uuid().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  startedAt: time().notNull().default(now),
  heartbeatAt: time().notNull().default(now),
});
