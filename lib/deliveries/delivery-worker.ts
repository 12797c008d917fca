import { wipeExpiredSecrets } from "#lib/destinations/destination-secrets";
import type { Resolve } from "#lib/egress/resolve-host";
import { listen } from "#lib/live/listen";
import { publishSoon } from "#lib/live/publish";
import { caseTopic } from "#lib/live/topics";
import { log } from "#lib/log";
import { repeat } from "#lib/repeat";
import { renewLeases } from "#lib/runs/lease";
import { Wakeup } from "#lib/runs/wakeup";
import { type ClaimedDelivery, claimDeliveries, msUntilNextDelivery } from "./claim-deliveries.ts";
import { SuccessRecorder } from "./record-success.ts";
import { sendDelivery } from "./send-delivery.ts";

const LEASE_RENEWAL_MS = 5000;
/** How long requests under way may take to end after `stop`; then their deliveries go back to the queue. */
const GRACE_MS = 4000;
const WIPE_MS = 60_000;
/** How soon a claim follows one that found something, if nothing wakes the loop before. */
const AFTER_CLAIM_MS = 20;
const MAX_BACKOFF_MS = 5000;

export type DeliveryWorkerOptions = {
  /** The id of the worker that it belongs to. */
  worker: string;
  resolve?: Resolve;
};

/**
 * Claims due deliveries and sends them until stopped, as many of each destination at a time as it allows. It has its own loop beside that of
 * the handlers, so that a destination that hangs holds up neither them nor another destination.
 */
export function startDeliveryWorker({ worker, resolve }: DeliveryWorkerOptions): { stop(): Promise<void> } {
  const wakeup = new Wakeup();
  const stopping = new AbortController();
  const graceOver = new AbortController();
  const recorder = new SuccessRecorder();
  const underWay = new Map<ClaimedDelivery, Promise<void>>();
  const { signal } = stopping;

  const send = async (delivery: ClaimedDelivery) => {
    try {
      await sendDelivery(delivery, { recorder, stopping: graceOver.signal, resolve });
      publishSoon("runs", ...(delivery.refId === "" ? [] : [caseTopic(delivery.source, delivery.refId)]));
    } catch (error) {
      // The database is away: the lease expires and the delivery is tried again.
      log.warn({ err: error, delivery: delivery.deliveryId, run: delivery.id }, "delivery could not be recorded");
    } finally {
      underWay.delete(delivery);
      wakeup.wake();
    }
  };

  const pace = { signal, everyMs: 0, retryMs: backoff, sleep: (ms: number) => wakeup.sleep(ms) };
  const queue = repeat("deliveries", pace, async () => {
    const claimed = await claimDeliveries(worker);
    for (const delivery of claimed) underWay.set(delivery, send(delivery));
    // What a claim leaves waits for a request to end, which wakes the loop, or for a rate limit.
    await wakeup.sleep(claimed.length > 0 ? AFTER_CLAIM_MS : await msUntilNextDelivery());
  });
  const renewal = repeat("delivery leases", { signal: graceOver.signal, everyMs: LEASE_RENEWAL_MS }, () =>
    renewLeases(
      [...underWay.keys()].map(({ id }) => id),
      worker,
    ),
  );
  const wiping = repeat("expired secrets", { signal, everyMs: WIPE_MS }, wipeExpiredSecrets);
  const unlisten = listen(["runs", "destinations"], () => wakeup.wake());

  let stopped: Promise<void> | undefined;
  return {
    stop() {
      stopped ??= (async () => {
        stopping.abort();
        unlisten();
        wakeup.wake();
        await Promise.all([queue, wiping]);
        const grace = setTimeout(() => graceOver.abort(new Error("the worker stops")), GRACE_MS);
        await Promise.all(underWay.values());
        clearTimeout(grace);
        graceOver.abort();
        await renewal;
      })();
      return stopped;
    },
  };
}

function backoff(failures: number): number {
  return Math.min(100 * 2 ** (failures - 1), MAX_BACKOFF_MS);
}
