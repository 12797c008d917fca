import { transaction } from "#db/pool";
import { announce } from "#lib/live/announce";
import { addressBlock } from "./address-block.ts";
import { type Refused, type Rejection, storeRejections } from "./store-rejections.ts";

type Waiting = { refused: Refused; done: () => void; failed: (error: unknown) => void };
type Queue = { waiting: Waiting[]; counts: Map<string, Refused>; flushing: boolean };

/** More than this at once is a flood: what comes then is only counted, and answered without waiting. */
const MAX_WAITING = 200;
const MAX_COUNTS = 500;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireRejections?: Queue };
holder.casewireRejections ??= { waiting: [], counts: new Map(), flushing: false };
const queue = holder.casewireRejections;

/**
 * Stores or counts a rejection, within the bounds of `storeRejections`; resolves once it is committed. Those that come together are
 * written together over one connection, so that a flood of them leaves the others to genuine events.
 */
export function recordRejection(rejection: Rejection): Promise<void> {
  const { source, cause } = rejection;
  const refused = { source, cause, remoteAddress: addressBlock(rejection.remoteAddress), rejection, times: 1 };
  if (queue.waiting.length >= MAX_WAITING) {
    countOnly(refused);
    return Promise.resolve();
  }
  return new Promise((done, failed) => {
    queue.waiting.push({ refused, done, failed });
    if (!queue.flushing) void flush();
  });
}

async function flush(): Promise<void> {
  queue.flushing = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0);
    const counts = [...queue.counts.values()];
    queue.counts.clear();
    try {
      await transaction((tx) => storeRejections(tx, [...batch.map((one) => one.refused), ...counts]));
      announce("rejections");
      for (const one of batch) one.done();
    } catch (error) {
      for (const one of counts) countOnly(one);
      for (const one of batch) one.failed(error);
    }
  }
  queue.flushing = false;
}

function countOnly({ source, cause, remoteAddress, times }: Refused): void {
  const address = queue.counts.size < MAX_COUNTS ? remoteAddress : "*";
  const key = `${source} ${cause} ${address}`;
  const earlier = queue.counts.get(key);
  queue.counts.set(key, { source, cause, remoteAddress: address, times: (earlier?.times ?? 0) + times });
}
