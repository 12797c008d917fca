"use client";

import { useCallback, useSyncExternalStore } from "react";

/** The browser sends `storage` events to the other tabs only: this one is for our own. */
const CHANGED = "casewire-flag-changed";

/** A flag in localStorage, the same in all tabs. On the server and during hydration it is `initial`. */
export function usePersistedFlag(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => (localStorage.getItem(name) ?? String(initial)) === "true",
    () => initial,
  );
  const set = useCallback(
    (next: boolean) => {
      localStorage.setItem(name, String(next));
      window.dispatchEvent(new Event(CHANGED));
    },
    [name],
  );
  return [value, set];
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener("storage", changed);
    window.removeEventListener(CHANGED, changed);
  };
}
