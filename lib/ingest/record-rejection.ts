import { transaction } from "#db/pool";
import { addressBlock } from "#lib/address-block";
import { publishSoon } from "#lib/live/publish";
import { processWide } from "#lib/process-wide";
import { type Rejection, type RejectionCount, storeRejections } from "./store-rejections.ts";

type Entry = { rejection: RejectionCount; resolve: () => void; reject: (error: unknown) => void };
type Queue = { entries: Entry[]; counts: Map<string, RejectionCount>; flushing: boolean };

/** Rejections beyond this are a flood: they are only counted, and answered without waiting. */
const MAX_QUEUED = 200;
const MAX_COUNTS = 500;

const queue = processWide("rejections", (): Queue => ({ entries: [], counts: new Map(), flushing: false }));

/**
 * Stores or counts a rejection within the limits of `storeRejections`; resolves once that is committed. Rejections that arrive together
 * share one transaction, so that a flood of them takes one connection and leaves the others to genuine messages.
 */
export function recordRejection(request: Rejection): Promise<void> {
  const { source, cause } = request;
  const rejection = { source, cause, remoteAddress: addressBlock(request.remoteAddress), request, times: 1 };
  if (queue.entries.length >= MAX_QUEUED) {
    countOnly(rejection);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    queue.entries.push({ rejection, resolve, reject });
    if (!queue.flushing) void flush();
  });
}

async function flush(): Promise<void> {
  queue.flushing = true;
  while (queue.entries.length > 0) {
    const batch = queue.entries.splice(0);
    const counts = [...queue.counts.values()];
    queue.counts.clear();
    try {
      await transaction((tx) => storeRejections(tx, [...batch.map((entry) => entry.rejection), ...counts]));
      publishSoon("rejections");
      for (const entry of batch) entry.resolve();
    } catch (error) {
      for (const count of counts) countOnly(count);
      for (const entry of batch) entry.reject(error);
    }
  }
  queue.flushing = false;
}

function countOnly({ source, cause, remoteAddress, times }: RejectionCount): void {
  const address = queue.counts.size < MAX_COUNTS ? remoteAddress : "*";
  const key = `${source} ${cause} ${address}`;
  const earlier = queue.counts.get(key);
  queue.counts.set(key, { source, cause, remoteAddress: address, times: (earlier?.times ?? 0) + times });
}
