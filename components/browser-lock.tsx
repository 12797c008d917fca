/** Without Web Locks a lock is a lease in localStorage, renewed so often and over when it was not renewed for so long. */
const RENEW_MS = 2000;
const LEASE_MS = 3 * RENEW_MS;

type Lease = { holder: string; until: number };

/**
 * Holds one of the locks `names` of this browser, as soon as one is free, until `leaving`. `use` is given a signal that ends when the lock
 * does. A browser trusts plain HTTP with Web Locks on localhost alone; elsewhere a lock is a lease, which a hidden tab gives up, so that
 * nothing hangs on timers that the browser slows down. Two tabs may both believe to hold a lease for as long as it takes to renew it.
 */
export function holdBrowserLock(
  names: readonly string[],
  leaving: AbortSignal,
  use: (held: AbortSignal) => void,
): void {
  if (navigator.locks) holdWebLock(names, leaving, use);
  else holdLease(names, leaving, use);
}

function holdWebLock(names: readonly string[], leaving: AbortSignal, use: (held: AbortSignal) => void): void {
  const won = new AbortController();
  const signal = AbortSignal.any([leaving, won.signal]);
  for (const name of names) {
    navigator.locks
      .request(name, { signal }, async () => {
        // The lock may be granted to one who has left, or holds another, in the meantime.
        if (signal.aborted) return;
        won.abort();
        use(leaving);
        await aborted(leaving);
      })
      // Leaving the queue before it was our turn ends in an abort: nothing to do.
      .catch(() => {});
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function holdLease(names: readonly string[], leaving: AbortSignal, use: (held: AbortSignal) => void): void {
  // Not of crypto: that, too, is for trusted origins.
  const holder = Math.random().toString(36).slice(2);
  let mine: { name: string; ends: AbortController } | undefined;

  const giveUp = () => {
    mine?.ends.abort();
    if (mine && leaseOf(mine.name)?.holder === holder) localStorage.removeItem(mine.name);
    mine = undefined;
  };
  const look = () => {
    if (document.hidden || leaving.aborted) return giveUp();
    if (mine && !renew(mine.name, holder)) giveUp();
    if (mine) return;
    const name = names.find((one) => renew(one, holder));
    if (name === undefined) return;
    mine = { name, ends: new AbortController() };
    use(mine.ends.signal);
  };
  look();
  const timer = setInterval(look, RENEW_MS);
  const events = { signal: leaving };
  document.addEventListener("visibilitychange", look, events);
  // Another tab gave its lease up.
  window.addEventListener(
    "storage",
    ({ key, newValue }) => newValue === null && names.includes(key ?? "") && look(),
    events,
  );
  window.addEventListener("pagehide", giveUp, events);
  leaving.addEventListener("abort", () => {
    clearInterval(timer);
    giveUp();
  });
}

/** Takes the lease, or renews one's own; false where another tab holds it. */
function renew(name: string, holder: string): boolean {
  const lease = leaseOf(name);
  const now = Date.now();
  // One that ends later than any can was written by a clock that has since been set back.
  const stands = lease !== undefined && lease.until > now && lease.until <= now + LEASE_MS;
  if (stands && lease.holder !== holder) return false;
  localStorage.setItem(name, JSON.stringify({ holder, until: now + LEASE_MS } satisfies Lease));
  return true;
}

function leaseOf(name: string): Lease | undefined {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
