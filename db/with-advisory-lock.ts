import { connect } from "./connect.ts";
import { databaseUrl } from "./pool.ts";

/**
 * Does `work` while no one else, in whichever process, works under the same advisory lock; where another does, nothing. The lock is a
 * connection's, not a transaction's: work may take long, and whoever is killed lets go of it. `work` should stop when its signal aborts:
 * `signal` did, or the connection was lost and the lock with it. Returns whether it was its turn.
 */
export async function alone(
  lock: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const lost = new AbortController();
  const client = connect(databaseUrl(), {
    purpose: "alone",
    connect_timeout: 5,
    max_lifetime: null,
    fetch_types: false,
    onclose: () => lost.abort(new Error("the connection that held the lock was lost")),
  });
  try {
    const [row] = await client<{ got: boolean }[]>`select pg_try_advisory_lock(${lock}) as got`;
    if (!row?.got) return false;
    await work(AbortSignal.any([signal, lost.signal]));
    return true;
  } finally {
    await client.end({ timeout: 1 });
  }
}
