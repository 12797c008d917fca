"use client";

import { useEffect } from "react";

const AGAIN_MS = 5000;

/** Tries again every few seconds while it is looked at: a database that was away comes back, and nobody should have to press a button. */
export function useRetry(retry: () => unknown): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) retry();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [retry]);
}
