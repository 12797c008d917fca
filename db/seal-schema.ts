/** What a secret of the installation is checked by. */
import { sql } from "drizzle-orm";
import { check, pgTable, smallint, text } from "drizzle-orm/pg-core";

/**
 * A known text, sealed with CASEWIRE_SECRET: by it a process sees that it was given another secret, though nothing else is sealed yet. One
 * row. Written by the first process that starts, sealed anew by `npm run reseal`, never deleted.
 */
export const sealCheck = pgTable(
  "seal_check",
  {
    id: smallint().primaryKey().default(1),
    /** `lib/seal` output. */
    sealed: text().notNull(),
  },
  () => [check("seal_check_one_row", sql`id = 1`)],
);
