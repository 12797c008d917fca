/** The tables around the audit log: what stands outside of its chain, and what anchors it. The log itself is `audit_entries` in `schema.ts`. */
import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { now, ref, time } from "./columns.ts";
import { auditEntries } from "./schema.ts";

/**
 * What a person wrote in an act, or an address, which must be possible to erase: the entry's line holds only its digest,
 * HMAC-SHA-256 under `nonce`. Written by `lib/audit/record` with its entry; emptied by retention and erasure, never deleted. The database
 * refuses any other change.
 */
export const auditWords = pgTable(
  "audit_words",
  {
    entryId: ref()
      .notNull()
      .references(() => auditEntries.id),
    /** `reason`, `outcome` …: the name of the digest in the line's `detail.words`. */
    field: text().notNull(),
    /** The case with whose content it goes; null: it is about none. */
    source: text(),
    refId: text(),
    /** 32 random bytes in hex: without them a short text could be guessed from its digest. Null once erased. */
    nonce: text(),
    /** Null once erased. */
    text: text(),
    erasedAt: time(),
  },
  (t) => [
    primaryKey({ columns: [t.entryId, t.field] }),
    // Retention and erasure: the words about one case that are still there.
    index("audit_words_case").on(t.source, t.refId).where(sql`text is not null`),
  ],
);

/**
 * The Ed25519 keys that sign checkpoints; the newest signs. Written by whoever signs first, and sealed anew when CASEWIRE_SECRET is
 * rotated. Never deleted.
 */
export const auditKeys = pgTable("audit_keys", {
  /** The verifier key of C2SP's signed notes: `<name>+<key id>+<base64>`. Public. */
  verifierKey: text().primaryKey(),
  /** The private key, PKCS #8 in base64, as `lib/seal` output. Of no length once it was given up with a lost CASEWIRE_SECRET. */
  sealed: text().notNull(),
  createdAt: time().notNull().default(now),
});

/**
 * The head of the audit chain at one time, signed. Written hourly by a worker when the head has moved, and at each export; read by the
 * audit page and by audit:verify. The database refuses UPDATE, DELETE and TRUNCATE on it.
 */
export const auditCheckpoints = pgTable("audit_checkpoints", {
  /** How many entries it covers: the id of the last. */
  size: bigint({ mode: "number" }).primaryKey(),
  /** The hash of that entry, hex. */
  head: text().notNull(),
  /** The key that signed it. */
  verifierKey: text()
    .notNull()
    .references(() => auditKeys.verifierKey),
  /** The signed note whole, as it also stands in the log. */
  note: text().notNull(),
  signedAt: time().notNull(),
});
