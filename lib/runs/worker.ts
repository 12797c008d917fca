import { randomUUID } from "node:crypto";
import { listen } from "#lib/live/listen";
import { publishSoon } from "#lib/live/publish";
import { caseTopic } from "#lib/live/topics";
import { repeat } from "#lib/repeat";
import { claimRuns } from "./claim.ts";
import type { Handler } from "./handler.ts";
import { HandlerPool } from "./handler-pool.ts";
import { heartbeat, removeWorker } from "./heartbeat.ts";
import { deleteOutdated, finishReplays, foldTallies, unmarkDelivered } from "./housekeeping.ts";
import { renewLeases, sweepLostRuns } from "./lease.ts";
import { msUntilNextDue, Wakeup } from "./wakeup.ts";

const HEARTBEAT_MS = 5000;
const LEASE_RENEWAL_MS = 5000;
const SWEEP_MS = 3000;
const HOUSEKEEPING_MS = 60_000;
/** How long running handlers may take to end after `stop`; then their runs go back to the queue. */
const GRACE_MS = 4000;
const MAX_BACKOFF_MS = 5000;

export type WorkerOptions = {
  handlers: readonly Handler[];
  /** Runs of each handler at a time. A handler that hangs takes no slot from another. */
  concurrency?: number;
  /** Stops the worker, as `stop` does. */
  signal?: AbortSignal;
};

/**
 * Claims due runs and runs their handlers until stopped. Any number of workers may do so, in any number of processes. `stop` claims no
 * more runs, waits up to 4 s for running handlers and puts the rest back into the queue.
 */
export function startWorker(options: WorkerOptions): { id: string; stop(): Promise<void> } {
  const { concurrency = 10, handlers } = options;
  const id = randomUUID();
  const wakeup = new Wakeup();
  const stopping = new AbortController();
  const graceOver = new AbortController();
  const pools = handlers.map((handler) => new HandlerPool(handler, concurrency, graceOver.signal, () => wakeup.wake()));
  const { signal } = stopping;
  const loops = [
    repeat("queue", { signal, everyMs: 0, retryMs: backoff, sleep: (ms) => wakeup.sleep(ms) }, async () => {
      const claimed = await claimRuns(id, new Map(pools.map((pool) => [pool.handler.name, pool.free()])));
      for (const pool of pools) pool.start(claimed.filter((run) => run.handler === pool.handler.name));
      if (claimed.length === 0) await wakeup.sleep(await msUntilNextDue(handlers.map(({ name }) => name)));
    }),
    repeat("heartbeat", { signal, everyMs: HEARTBEAT_MS }, () => heartbeat(id)),
    repeat("sweep", { signal, everyMs: SWEEP_MS }, sweep),
    repeat("housekeeping", { signal, everyMs: HOUSEKEEPING_MS }, doHousekeeping),
  ];
  // Leases are renewed until the end, because handlers still run after the stop.
  const renewal = repeat("leases", { signal: graceOver.signal, everyMs: LEASE_RENEWAL_MS }, () => {
    const leased = pools.flatMap((pool) => [...pool.leased]);
    return renewLeases(
      leased.map((run) => run.id),
      id,
    );
  });
  const unlisten = listen(["runs"], () => wakeup.wake());

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      stopping.abort();
      unlisten();
      wakeup.wake();
      await Promise.all(loops);
      const grace = setTimeout(() => graceOver.abort(new Error("the worker stops")), GRACE_MS);
      await Promise.all(pools.map((pool) => pool.drain()));
      clearTimeout(grace);
      graceOver.abort();
      await renewal;
      await removeWorker(id).catch(() => {});
    })();
    return stopped;
  };
  options.signal?.addEventListener("abort", () => void stop(), { once: true });
  return { id, stop };
}

function backoff(failures: number): number {
  return Math.min(100 * 2 ** (failures - 1), MAX_BACKOFF_MS);
}

async function sweep(): Promise<void> {
  const swept = await sweepLostRuns();
  if (swept.length > 0) publishSoon("cases", "runs", ...swept.map(({ source, refId }) => caseTopic(source, refId)));
  if ((await finishReplays()) > 0) publishSoon("replays");
}

async function doHousekeeping(): Promise<void> {
  await foldTallies();
  await unmarkDelivered();
  await deleteOutdated();
}
