import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

/** A run in the hands of a worker, with what its handler is told of the event. */
export type ClaimedRun = {
  id: number;
  /** Names the claim: a run tried again by another worker has another. */
  claim: string;
  handler: string;
  attempt: number;
  leaseExpiries: number;
  eventId: number;
  messageId: string;
  source: string;
  refId: string;
  type: string;
  status: string | null;
  reason: string | null;
  occurredAt: Date;
  /** When retention took the event's bytes. While a run waits or is under way it takes none. */
  removedAt: Date | null;
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
export async function lockClaim(tx: Tx, run: ClaimedRun): Promise<void> {
  const [held] = await lockClaims(tx, [run]);
  if (!held) throw new RunLost(run);
}

/** The same for many. Returns, in the order given, which we hold. */
export async function lockClaims(tx: Tx, runs: readonly ClaimedRun[]): Promise<boolean[]> {
  const rows = await preparedQuery<{ id: number }>(
    tx,
    sql`
    select id from runs
    where (id, claim) in (select id, claim from ${claims(runs)}) and state = 'running'
    order by id for update`,
  );
  const held = new Set(rows.map(({ id }) => id));
  return runs.map(({ id }) => held.has(id));
}

/** Claims as rows of `claimed`. */
export function claims(runs: readonly Pick<ClaimedRun, "id" | "claim">[]) {
  const rows = JSON.stringify(runs.map(({ id, claim }) => ({ id, claim })));
  return sql`jsonb_to_recordset(${rows}::jsonb) as claimed (id bigint, claim uuid)`;
}
