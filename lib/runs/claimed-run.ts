import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

/** A run that a worker has claimed. */
export type Claim = {
  id: number;
  /** Unique to this claim: a run that is claimed again has another. */
  claim: string;
  handler: string;
  attempt: number;
  leaseExpiries: number;
};

/** With the event its handler is given. */
export type ClaimedRun = Claim & {
  eventId: number;
  messageId: string;
  source: string;
  refId: string;
  type: string;
  status: string | null;
  reason: string | null;
  occurredAt: Date;
  /** When retention removed the event's bytes. It removes none while a run of the event is queued or running. */
  removedAt: Date | null;
};

/** The claim is no longer valid: the lease expired and another worker took the run over, or the run has ended. */
export class RunLost extends Error {
  constructor(run: Claim) {
    super(`the claim of run ${run.id} is no longer valid`);
    this.name = "RunLost";
  }
}

/**
 * Locks the run's row for the rest of the transaction and checks its claim, so that nothing is committed for a run that another worker has
 * taken over. A locked run is not swept. Throws RunLost.
 */
export async function lockClaim(tx: Tx, run: ClaimedRun): Promise<void> {
  const [ours] = await lockClaims(tx, [run]);
  if (!ours) throw new RunLost(run);
}

/** The same for many. Returns which claims are still valid, in the order given. */
export async function lockClaims(tx: Tx, runs: readonly ClaimedRun[]): Promise<boolean[]> {
  const rows = await preparedQuery<{ id: number }>(
    tx,
    sql`
    select id from runs
    where (id, claim) in (select id, claim from ${claims(runs)}) and state = 'running'
    order by id for update`,
  );
  const valid = new Set(rows.map(({ id }) => id));
  return runs.map(({ id }) => valid.has(id));
}

/** Claims as the rows of a table `claimed`. */
export function claims(runs: readonly Pick<ClaimedRun, "id" | "claim">[]) {
  const rows = JSON.stringify(runs.map(({ id, claim }) => ({ id, claim })));
  return sql`jsonb_to_recordset(${rows}::jsonb) as claimed (id bigint, claim uuid)`;
}
