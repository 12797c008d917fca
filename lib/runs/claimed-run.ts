import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/** A run in the hands of a worker. */
export type ClaimedRun = {
  id: number;
  /** Names the claim: a run tried again by another worker has another. */
  claim: string;
  eventId: number;
  messageId: string;
  source: string;
  refId: string;
  handler: string;
  attempt: number;
  losses: number;
};

/** The run is no longer ours: its lease ended and another worker took it over, or it has already ended. */
export class RunLost extends Error {
  constructor(run: ClaimedRun) {
    super(`run ${run.id} is no longer held`);
    this.name = "RunLost";
  }
}

/**
 * Locks the run's row for the rest of the transaction and makes sure that we hold it, so that nothing is committed in the name of a
 * run that another worker has taken over. While it is locked its lease cannot be swept. Throws RunLost.
 */
export async function holdRun(tx: Tx, run: ClaimedRun): Promise<void> {
  const held = await tx.execute(
    sql`select 1 from runs where id = ${run.id} and claim = ${run.claim} and state = 'running' for update`,
  );
  if (held.length === 0) throw new RunLost(run);
}
