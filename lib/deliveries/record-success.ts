import { sql } from "drizzle-orm";
import { database, type Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Attempt } from "./attempt.ts";

type Waiting = { attempt: Attempt; recorded: PromiseWithResolvers<void> };

/** Attempts recorded in one statement. */
const MAX_BATCH = 100;

/**
 * Records successful attempts: those that end while a statement is under way go together into the next one. An attempt is recorded also
 * where its claim is no longer valid, because the request was made; the run then stays as whoever took it over has it.
 */
export class SuccessRecorder {
  #waiting: Waiting[] = [];
  #writing = false;

  /** Resolves once it is committed. */
  async record(attempt: Attempt): Promise<void> {
    const recorded = Promise.withResolvers<void>();
    this.#waiting.push({ attempt, recorded });
    if (!this.#writing) void this.#write();
    return await recorded.promise;
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        await recordSuccesses(
          database(),
          batch.map(({ attempt }) => attempt),
        );
        for (const { recorded } of batch) recorded.resolve();
      } catch (error) {
        for (const { recorded } of batch) recorded.reject(error);
      }
    }
    this.#writing = false;
  }
}

/** Inserts the attempts, ends their runs as succeeded, and marks their destinations as no longer failing. Tests leave that mark. */
export async function recordSuccesses(db: Pick<Tx, "_">, attempts: readonly Attempt[]): Promise<void> {
  await preparedQuery(
    db,
    sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(attempts.map(attemptRow))}::jsonb) as given (${ATTEMPT_COLUMNS})
    ), attempts as (
      ${insertAttempts}
    ), recovered as (
      update destinations set failing_since = null, failing_told_at = null
      where failing_since is not null and id in (select destination_id from given where not test)
    )
    update runs set state = 'succeeded', ended_at = now(), claim = null, lease_until = null
    from given where runs.id = given.run_id and runs.claim = given.claim and runs.state = 'running'`,
  );
}

/** An attempt as a row of the table `given` of ATTEMPT_COLUMNS. */
export function attemptRow({ delivery, at, requestHeaders, answer, durationMs, peerAddress, error }: Attempt) {
  return {
    run_id: delivery.id,
    claim: delivery.claim,
    delivery_id: delivery.deliveryId,
    destination_id: delivery.destinationId,
    at: at.toISOString(),
    url: delivery.url,
    request_headers: requestHeaders,
    status: answer?.status ?? null,
    response_headers: answer?.headers.map(([name, value]) => [name, value.replaceAll("\0", "\uFFFD")]) ?? null,
    response_body: answer?.body.toString("base64") ?? null,
    response_truncated: answer?.truncated ?? false,
    duration_ms: durationMs,
    peer_address: peerAddress,
    succeeded: error === null,
    error,
    test: delivery.type === "test",
  };
}

export const ATTEMPT_COLUMNS = sql`run_id bigint, claim uuid, delivery_id bigint, destination_id uuid, at timestamptz, url text,
  request_headers jsonb, status int, response_headers jsonb, response_body text, response_truncated boolean, duration_ms real,
  peer_address text, succeeded boolean, error text, test boolean`;

/** Inserts the rows of `given`. */
export const insertAttempts = sql`
  insert into delivery_attempts (run_id, delivery_id, destination_id, at, url, request_headers, status, response_headers, response_body,
    response_truncated, duration_ms, peer_address, succeeded, error, test)
  select run_id, delivery_id, destination_id, at, url, request_headers, status, response_headers, decode(response_body, 'base64'),
    response_truncated, duration_ms, peer_address, succeeded, error, test
  from given on conflict (run_id) do nothing`;
