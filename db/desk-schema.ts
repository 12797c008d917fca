/** The tables of what people keep for their own work: preferences, saved views, reasons to choose from, settlements and exports. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { users } from "./access-schema.ts";
import { id, now, ref, time } from "./columns.ts";
import { exportState, settledKind } from "./enums.ts";
import { cases } from "./schema.ts";

/** How one person wants the pages. Written by that person; without a row, or where a column is null, the default holds. */
export const preferences = pgTable("preferences", {
  userId: text()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** IANA time zone; null: the browser's. */
  zone: text(),
  /** The path of the page that `/` leads to. */
  firstPage: text(),
  density: text(),
  theme: text(),
  /** Up to when the person has looked through what changed. */
  changesSeenAt: time(),
  updatedAt: time().notNull().default(now),
});

/** A filter of the cases that a person gave a name. Written and deleted by its owner; one that is shared is in the sidebar of all who may read businesses. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The filter, the order and the view as in the address of the cases page. */
    query: text().notNull(),
    shared: boolean().notNull().default(false),
    createdAt: time().notNull().default(now),
  },
  (t) => [
    uniqueIndex("saved_views_name").on(t.userId, t.name),
    // The sidebar of everybody else.
    index("saved_views_shared").on(t.createdAt).where(sql`shared`),
  ],
);

/** When a person last opened a saved view: what changed after it is new to them. Written at each visit, deleted with the view. */
export const savedViewVisits = pgTable(
  "saved_view_visits",
  {
    viewId: uuid()
      .notNull()
      .references(() => savedViews.id, { onDelete: "cascade" }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    at: time().notNull().default(now),
  },
  (t) => [primaryKey({ columns: [t.userId, t.viewId] })],
);

/** A reason that the form of a follow-up offers. Written and deleted by analysts. */
export const reasonTemplates = pgTable("reason_templates", {
  id: id(),
  text: text().notNull().unique(),
  createdBy: text().notNull(),
  createdAt: time().notNull().default(now),
});

/**
 * A person's decision that a missing message or a contradiction of a case needs nobody any more. Written by analysts, never deleted:
 * retention empties its reason. `cases.gapSettled` and `cases.conflictSettled` say whether it still holds.
 */
export const settlements = pgTable(
  "settlements",
  {
    id: id(),
    caseId: ref()
      .notNull()
      .references(() => cases.id),
    episode: integer().notNull(),
    kind: settledKind().notNull(),
    reason: text().notNull(),
    settledBy: text().notNull(),
    settledAt: time().notNull().default(now),
  },
  (t) => [index("settlements_case").on(t.caseId, t.id)],
);

/** One export: who took what, and how far it is. Written by the request that streams it; never deleted, retention empties its reason with its case. */
export const exports = pgTable(
  "exports",
  {
    id: id(),
    /** `evidence`, `decisions`, `audit`, `cases` …: the names in `lib/exports`. */
    kind: text().notNull(),
    format: text().notNull(),
    /** The filter, as in the address of the page it was taken from, without the words that were searched. */
    selection: text().notNull(),
    /** The case that an evidence pack is about. */
    source: text(),
    refId: text(),
    reason: text(),
    requestedBy: text().notNull(),
    /** Of the user or token that asked for it. */
    requestedById: text().notNull(),
    state: exportState().notNull().default("running"),
    rows: bigint({ mode: "number" }).notNull().default(0),
    bytes: bigint({ mode: "number" }).notNull().default(0),
    /** Null where it was not counted. */
    total: bigint({ mode: "number" }),
    startedAt: time().notNull().default(now),
    /** The last sign of the process that streams it. Null: nobody has begun to download it. */
    advancedAt: time(),
    endedAt: time(),
  },
  (t) => [
    // Those that a killed process left running.
    index("exports_running").on(t.startedAt).where(sql`state = 'running'`),
    index("exports_case").on(t.source, t.refId, t.id).where(sql`ref_id is not null`),
  ],
);
