import { type SQL, sql } from "drizzle-orm";

/**
 * The advisory locks of this database, all on one page, so that no two take the same number. Each is held by one transaction or
 * connection at a time, whichever process it is in.
 */
export const LOCKS = {
  /** One migration at a time. */
  migration: 4_270_001,
  /** One writer of the audit chain. */
  auditChain: 4_270_002,
  /** One who looks whether there is a user, and makes the first. */
  firstUser: 4_270_003,
  /** One counter of rejections: what is kept in full is bounded over all processes. */
  rejectionTallies: 4_270_004,
  /** One worker that folds the deltas of `case_tallies`. */
  caseTallies: 4_270_005,
  /** With the hash of a case: one who works out what its events mean. */
  case: 4_270_006,
  /** One worker that removes what retention says is due. */
  retention: 4_270_007,
  /** Shared by a batch of retention, which looks what is held; alone by a person who holds a case: from the commit on nothing of it goes. */
  legalHolds: 4_270_008,
  /** One who signs the head of the audit chain. */
  auditCheckpoint: 4_270_009,
} as const;

/** The two keys of a case's advisory lock. Two cases that share a hash wait for each other once in a while; nothing else comes of it. */
export function caseLock(source: SQL, refId: SQL): SQL {
  return sql`${LOCKS.case}, hashtext(${source} || '/' || ${refId})`;
}
