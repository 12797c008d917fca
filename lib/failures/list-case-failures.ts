import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { DEAD_DELIVERIES, unsettledDeadRun, unsettledDelivery } from "#lib/runs/delivery-problem";
import type { FailureKey } from "./failure.ts";

const MAX_LISTED = 20;

/** What gave up on a case and waits for somebody: a handler on one event, or the deliveries to one destination with one error. */
export type CaseFailure = FailureKey & {
  runId: number;
  /** The event's; null for deliveries. */
  messageId: string | null;
  attempt: number;
  endedAt: Date;
  error: string | null;
};

/** Of one episode, the last first. */
export async function listCaseFailures(
  actor: Actor,
  { source, refId, episode, current }: { source: string; refId: string; episode: number; current: number },
): Promise<CaseFailure[]> {
  authorize(actor, "failure:read");
  const [of, now] = [sql`${episode}::int`, sql`${current}::int`];
  const columns = sql`dead.id as run_id, dead.handler, dead.failure, dead.attempt, dead.ended_at, dead.error`;
  return await preparedQuery<CaseFailure>(
    database(),
    sql`
    (select ${columns}, about.message_id from runs as dead join events as about on about.id = dead.event_id
      where dead.source = ${source} and dead.ref_id = ${refId} and dead.failure is not null and ${unsettledDeadRun(of, now)}
      order by dead.id desc limit ${MAX_LISTED}::int)
    union all
    (select distinct on (dead.handler, dead.failure) ${columns}, null from ${DEAD_DELIVERIES}
      where dead.source = ${source} and dead.ref_id = ${refId} and dead.failure is not null and ${unsettledDelivery(of, now)}
      order by dead.handler, dead.failure, dead.id desc limit ${MAX_LISTED}::int)
    order by run_id desc`,
  );
}
