"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useTransition } from "react";

const MIN_INTERVAL_MS = 250;

/**
 * Reloads the page's data: the first call at once, further calls at most every 250 ms and never two at a time. Calls during a reload
 * lead to one more at its end. Typed text, focus and scroll position stay.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const running = useRef(false);
  const again = useRef(false);
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const refresh = useCallback(() => {
    if (running.current) {
      again.current = true;
      return;
    }
    running.current = true;
    timer.current = setTimeout(
      () => {
        lastAt.current = performance.now();
        startTransition(() => router.refresh());
      },
      Math.max(0, lastAt.current + MIN_INTERVAL_MS - performance.now()),
    );
  }, [router]);

  const wasPending = useRef(false);
  useEffect(() => {
    if (wasPending.current && !pending) {
      running.current = false;
      if (again.current) {
        again.current = false;
        refresh();
      }
    }
    wasPending.current = pending;
  }, [pending, refresh]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      running.current = false;
    },
    [],
  );

  return refresh;
}
