"use client";

import { useEffect } from "react";

const RETRY_MS = 5000;

/** Calls `retry` every five seconds while the page is visible: an error page recovers by itself once the database is back. */
export function useRetry(retry: () => unknown): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) retry();
    }, RETRY_MS);
    return () => clearInterval(timer);
  }, [retry]);
}
