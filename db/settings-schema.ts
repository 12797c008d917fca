/** The settings that administrators change on a page, without a restart. */
import { pgTable, text } from "drizzle-orm/pg-core";
import { now, time } from "./columns.ts";

/** One setting by the name of its environment variable, which wins where both are set. Written by admins; deleted to return to the default. */
export const settings = pgTable("settings", {
  name: text().primaryKey(),
  /** Null where the value is a secret. */
  value: text(),
  /** `lib/seal` of a secret value. */
  sealed: text(),
  setBy: text().notNull(),
  setAt: time().notNull().default(now),
});
