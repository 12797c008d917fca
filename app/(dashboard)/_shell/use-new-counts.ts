import { useEffect, useSyncExternalStore } from "react";
import { usePageVisible } from "#components/use-page-visible";
import type { NewCount } from "#lib/saved-views/count-new";

type Counts = Readonly<Record<string, NewCount>>;

const EVERY_MS = 60_000;
/** The sidebar stands on the page twice, once for phones: both ask at once. */
const MIN_INTERVAL_MS = 1000;
const NONE: Counts = {};

let counts = NONE;
let askedAt = Number.NEGATIVE_INFINITY;
let askedFor = "";
const listeners = new Set<() => void>();

async function ask(page: string): Promise<void> {
  if (page === askedFor && performance.now() - askedAt < MIN_INTERVAL_MS) return;
  askedAt = performance.now();
  askedFor = page;
  try {
    const answer = await fetch("/api/views", { cache: "no-store" });
    if (!answer.ok) return;
    counts = ((await answer.json()) as { counts: Counts }).counts;
    for (const listener of listeners) listener();
  } catch {
    // Offline: the numbers stay, and are asked for again.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is new in each saved view, asked for anew on each `page` and once a minute while the page is visible. */
export function useNewCounts(page: string): Counts {
  const visible = usePageVisible();
  useEffect(() => {
    if (!visible) return;
    void ask(page);
    const timer = setInterval(() => void ask(page), EVERY_MS);
    return () => clearInterval(timer);
  }, [page, visible]);
  return useSyncExternalStore(
    subscribe,
    () => counts,
    () => NONE,
  );
}
