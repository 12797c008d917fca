import { lookup } from "node:dns/promises";

/** The addresses of a host name, as the machine resolves it. Rejects where there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * Concurrent questions for one name share one look-up. libuv runs two look-ups at a time in a process: a name whose server hangs would
 * otherwise hold up every other destination.
 */
export function shareLookups(resolve: Resolve): Resolve {
  const pending = new Map<string, Promise<readonly string[]>>();
  return (host) => {
    const asked = pending.get(host);
    if (asked !== undefined) return asked;
    const answer = resolve(host).finally(() => pending.delete(host));
    pending.set(host, answer);
    return answer;
  };
}

/** By getaddrinfo, so that /etc/hosts and the machine's other name services count. */
export const resolveHost: Resolve = shareLookups(async (host) => {
  const found = await lookup(host, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
});

/** The promise, or a rejection with the signal's reason at the moment it aborts. */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
