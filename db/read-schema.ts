/** Who read what: reads of personal data and of the bytes that came. */
import { index, pgTable, text } from "drizzle-orm/pg-core";
import { id, time } from "./columns.ts";
import { actorKind } from "./enums.ts";

/**
 * That somebody read something in one minute, however often; never what it said. Written in batches by `lib/audit/record-read`, removed by
 * retention (`RETENTION_READS_DAYS`), never changed: the application's role may not.
 */
export const dataReads = pgTable(
  "data_reads",
  {
    id: id(),
    /** When it was read first in that minute. */
    at: time().notNull(),
    actorKind: actorKind().notNull(),
    actorId: text().notNull(),
    actorLabel: text().notNull(),
    /** The address the request came from; `unknown` where no server of ours named it. */
    remoteAddress: text().notNull(),
    /** `case`, `body` …: the names in `lib/audit/record-read`. */
    what: text().notNull(),
    /** Of what it was; null for a list. */
    source: text(),
    refId: text(),
    messageId: text(),
  },
  (t) => [
    // Who read a case, the last first.
    index("data_reads_case").on(t.source, t.refId, t.id),
  ],
);
