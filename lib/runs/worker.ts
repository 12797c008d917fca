import { randomUUID } from "node:crypto";
import { announce } from "#lib/live/announce";
import { listen } from "#lib/live/listen";
import { caseTopic } from "#lib/live/topics";
import { log } from "#lib/log";
import { claimRuns } from "./claim.ts";
import type { Handler } from "./handler.ts";
import { Lane } from "./handler-pool.ts";
import { beat, signOff } from "./heartbeat.ts";
import { deleteOutdated, finishReplays, foldTallies, unmarkDelivered } from "./housekeeping.ts";
import { renewLeases, sweepLostRuns } from "./lease.ts";
import { untilNextDue } from "./next-due.ts";
import { repeat } from "./repeat.ts";
import { Bell } from "./wakeup.ts";

const BEAT_MS = 5000;
const SWEEP_MS = 3000;
const HOUSEKEEPING_MS = 60_000;
/** How long runs under way may take to end once the worker stops; then they are given back to the queue. */
const GRACE_MS = 4000;
const MAX_BACKOFF_MS = 5000;
export type WorkerOptions = {
  /** Runs of each handler at a time, each by itself: one handler that hangs takes no room from another. */
  concurrency?: number;
  /** Stops the worker, as `stop` does. */
  signal?: AbortSignal;
  handlers: readonly Handler[];
};

/**
 * Takes due runs out of the queue and runs their handlers until stopped. Any number of workers may do so, in any number of processes.
 * `stop` takes no more runs, lets those under way end for a few seconds and gives the rest back.
 */
export function startWorker(options: WorkerOptions): { id: string; stop(): Promise<void> } {
  const { concurrency = 10, handlers } = options;
  const id = randomUUID();
  const bell = new Bell();
  const stopping = new AbortController();
  const outOfGrace = new AbortController();
  const lanes = handlers.map((handler) => new Lane(handler, concurrency, outOfGrace.signal, () => bell.ring()));
  const held = () => lanes.flatMap((lane) => [...lane.held]);

  const takeWork = async () => {
    const claimed = await claimRuns(id, new Map(lanes.map((lane) => [lane.handler.name, lane.free()])));
    for (const lane of lanes) lane.begin(claimed.filter((run) => run.handler === lane.handler.name));
    if (claimed.length === 0) await bell.sleep(await untilNextDue(lanes.map((lane) => lane.handler.name)));
  };

  const loops = [
    persist(takeWork, stopping.signal, bell),
    repeat("beat", BEAT_MS, stopping.signal, () => beat(id)),
    repeat("sweep", SWEEP_MS, stopping.signal, sweep),
    repeat("housekeeping", HOUSEKEEPING_MS, stopping.signal, keepHouse),
  ];
  // Leases are renewed to the very end, while runs are under way after the stop too.
  const leases = repeat("leases", BEAT_MS, outOfGrace.signal, () =>
    renewLeases(
      held().map((run) => run.id),
      id,
    ),
  );
  const unlisten = listen(["runs"], () => bell.ring());

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      stopping.abort();
      unlisten();
      bell.ring();
      await Promise.all(loops);
      const grace = setTimeout(() => outOfGrace.abort(new Error("the worker stops")), GRACE_MS);
      await Promise.all(lanes.map((lane) => lane.ended()));
      clearTimeout(grace);
      outOfGrace.abort();
      await leases;
      await signOff(id).catch(() => {});
    })();
    return stopped;
  };
  options.signal?.addEventListener("abort", () => void stop(), { once: true });
  return { id, stop };
}

/** Does `work` again and again, more and more patiently while the database is away. */
async function persist(work: () => Promise<void>, signal: AbortSignal, bell: Bell): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (failures === 0) log.warn({ err: error }, "the worker cannot reach the queue and tries again");
      await bell.sleep(Math.min(100 * 2 ** failures++, MAX_BACKOFF_MS));
    }
  }
}

async function sweep(): Promise<void> {
  const swept = await sweepLostRuns();
  if (swept.length > 0) announce("cases", "runs", ...swept.map(({ source, refId }) => caseTopic(source, refId)));
  if ((await finishReplays()) > 0) announce("replays");
}

async function keepHouse(): Promise<void> {
  await foldTallies();
  await unmarkDelivered();
  await deleteOutdated();
}
