import { sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { retryAfterSeconds } from "#lib/egress/retry-after";
import { publishSoon } from "#lib/live/publish";
import { RunLost } from "#lib/runs/claimed-run";
import { failRun } from "#lib/runs/end-run";
import { RunLog } from "#lib/runs/run-log";
import type { Attempt } from "./attempt.ts";
import { type HealthChange, noteFailure } from "./destination-health.ts";
import { ATTEMPT_COLUMNS, attemptRow, insertAttempts } from "./record-success.ts";

/** A receiver that answers this wants no more of it. */
const GONE = 410;

/**
 * Records a failed attempt: its run has failed, and the next attempt is queued by the retry schedule, not before the time that the answer
 * asks for. The destination's health follows in the same transaction. Returns what admins are to be told.
 */
export async function recordFailure(attempt: Attempt): Promise<HealthChange | undefined> {
  const { delivery, answer, at } = attempt;
  const error = attempt.error ?? "";
  const test = delivery.type === "test";
  const retryAfter = answer ? retryAfterSeconds(answer.status, answer.headers, at) : undefined;
  const { change, ended } = await transaction(async (tx) => {
    await insertAttempt(tx, attempt);
    // A test is sent once.
    const permanent = test || answer?.status === GONE;
    const failure = {
      error,
      stack: null,
      permanent,
      ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
    };
    const ended = await failRun(tx, delivery, failure, { log: new RunLog() }).catch(unlessLost);
    if (ended === "failed") await postponeLater(tx, delivery);
    const gone = answer?.status === GONE;
    return { ended, change: test ? undefined : await noteFailure(tx, delivery.destinationId, { gone }) };
  });
  // Its case has a delivery problem now.
  if (ended === "dead") publishSoon("cases");
  return change;
}

/**
 * The later deliveries of the case wait for the retry anyway. Were they due before it, each claim would look at all of them: a destination
 * that is down has thousands.
 */
async function postponeLater(tx: Tx, { source, refId, handler }: Attempt["delivery"]): Promise<void> {
  if (refId === "") return;
  await preparedQuery(
    tx,
    sql`
    update runs set due_at = retry.due_at
    from (
      select occurred_at, due_at from runs
      where source = ${source} and ref_id = ${refId} and handler = ${handler} and state = 'queued'
      order by occurred_at limit 1
    ) as retry
    where runs.source = ${source} and runs.ref_id = ${refId} and runs.handler = ${handler} and runs.state = 'queued'
      and runs.occurred_at > retry.occurred_at and runs.due_at < retry.due_at`,
  );
}

async function insertAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  await preparedQuery(
    tx,
    sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify([attemptRow(attempt)])}::jsonb) as given (${ATTEMPT_COLUMNS})
    ) ${insertAttempts}`,
  );
}

/** The request was made, whoever has the run now. */
function unlessLost(error: unknown): void {
  if (!(error instanceof RunLost)) throw error;
}
