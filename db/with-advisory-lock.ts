import { connect } from "./connect.ts";
import { databaseUrl } from "./pool.ts";

/**
 * Runs `work` under a session-level advisory lock. Returns false, without running it, when another connection of any process holds the lock.
 * The signal that `work` receives aborts when `signal` does and when the connection, and so the lock, is lost.
 */
export async function withAdvisoryLock(
  lock: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const lost = new AbortController();
  const client = connect(databaseUrl(), {
    purpose: "advisory lock",
    connect_timeout: 5,
    max_lifetime: null,
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
