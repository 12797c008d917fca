/** Without Web Locks a lock is a lease in localStorage, renewed every two seconds; one of six seconds without renewal has ended. */
const RENEW_MS = 2000;
const LEASE_MS = 3 * RENEW_MS;

type Lease = { holder: string; until: number };

/**
 * Holds one of the locks `names`, shared by the tabs of this browser, from when one is free until `leaving`. `use` gets a signal that aborts
 * when the lock ends. Over plain HTTP browsers offer Web Locks on localhost only; elsewhere a lock is a lease, which hidden tabs give up
 * because their timers are slowed down. For up to one renewal two tabs may both hold a lease.
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
        // The lock may be granted after the tab has left or has won another one.
        if (signal.aborted) return;
        won.abort();
        use(leaving);
        await aborted(leaving);
      })
      // A request that is withdrawn from the queue rejects with an AbortError.
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
  // Not crypto.randomUUID(): over plain HTTP browsers offer it on localhost only.
  const holder = Math.random().toString(36).slice(2);
  let mine: { name: string; ends: AbortController } | undefined;

  const giveUp = () => {
    mine?.ends.abort();
    if (mine && leaseOf(mine.name)?.holder === holder) localStorage.removeItem(mine.name);
    mine = undefined;
  };
  const renewOrTake = () => {
    if (document.hidden || leaving.aborted) return giveUp();
    if (mine && !renew(mine.name, holder)) giveUp();
    if (mine) return;
    const name = names.find((one) => renew(one, holder));
    if (name === undefined) return;
    mine = { name, ends: new AbortController() };
    use(mine.ends.signal);
  };
  renewOrTake();
  const timer = setInterval(renewOrTake, RENEW_MS);
  const events = { signal: leaving };
  document.addEventListener("visibilitychange", renewOrTake, events);
  // Another tab gave its lease up.
  window.addEventListener(
    "storage",
    ({ key, newValue }) => newValue === null && names.includes(key ?? "") && renewOrTake(),
    events,
  );
  window.addEventListener("pagehide", giveUp, events);
  leaving.addEventListener("abort", () => {
    clearInterval(timer);
    giveUp();
  });
}

/** Takes the lease or renews one's own; false where another tab holds it. */
function renew(name: string, holder: string): boolean {
  const lease = leaseOf(name);
  const now = Date.now();
  // A lease beyond the longest possible was written before the clock was set back.
  const valid = lease !== undefined && lease.until > now && lease.until <= now + LEASE_MS;
  if (valid && lease.holder !== holder) return false;
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
