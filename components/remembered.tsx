"use client";

import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "casewire-remembered";

/** A yes or no this browser remembers, the same in all its tabs; on the server and at first it is `otherwise`. */
export function useRemembered(name: string, otherwise: boolean): [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => (localStorage.getItem(name) ?? String(otherwise)) === "true",
    () => otherwise,
  );
  const remember = useCallback(
    (next: boolean) => {
      localStorage.setItem(name, String(next));
      window.dispatchEvent(new Event(CHANGED));
    },
    [name],
  );
  return [value, remember];
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener("storage", changed);
    window.removeEventListener(CHANGED, changed);
  };
}
