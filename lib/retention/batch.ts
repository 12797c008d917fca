import type { Tx } from "#db/pool";

/** Where a walk has come to: the last row looked at. `at` where the walk is by a time and then by id. */
export type Place = { id: number; at: string | null };

/** How many a batch removed, and between which times they had come, as PostgreSQL writes times. */
export type Removed = { count: number; first: string | null; last: string | null };

/** `done`: nothing beyond the place is due. */
export type Batch = { removed: Removed; place: Place; done: boolean };

/** Removes the next few of what is due, in the caller's transaction. */
export type RemoveBatch = (tx: Tx, days: number, from: Place) => Promise<Batch>;
