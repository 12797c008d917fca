import { type SQL, sql } from "drizzle-orm";

/** The advisory locks of the database, listed here so that no two share a number. One transaction or connection holds one at a time. */
export const LOCKS = {
  /** One migration at a time. */
  migration: 4_270_001,
  /** One writer of the audit chain at a time. */
  auditChain: 4_270_002,
  /** One check for the first user, and its creation. */
  firstUser: 4_270_003,
  /** One counter of rejections: the number stored in full is bounded over all processes. */
  rejectionTallies: 4_270_004,
  /** One worker that folds the deltas of `case_tallies`. */
  caseTallies: 4_270_005,
  /** With the hash of a case: one projection of its events. */
  case: 4_270_006,
  /** One worker that removes what is due by retention. */
  retention: 4_270_007,
  /** Shared by a retention batch, which reads the holds; exclusive for placing a hold: from its commit on nothing of the case is removed. */
  legalHolds: 4_270_008,
  /** With the hash of a case: one writer of its outgoing events, which gives them their sequence. Taken after the case's row or lock. */
  outgoing: 4_270_010,
  /** One signer of the head of the audit chain. */
  auditCheckpoint: 4_270_009,
  /** One act that names a destination: names are unique, and the number of destinations is bounded. */
  destinationNames: 4_270_011,
  /** One counter of figures: each batch takes it. */
  figures: 4_270_012,
} as const;

/** The two keys of a case's advisory lock. Cases whose hashes collide wait for each other, which is harmless. */
export function caseLock(source: SQL, refId: SQL): SQL {
  return sql`${LOCKS.case}, ${caseHash(source, refId)}`;
}

export function caseHash(source: SQL, refId: SQL): SQL {
  return sql`hashtext(${source} || '/' || ${refId})`;
}
