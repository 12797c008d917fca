"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useTransition } from "react";

const APART_MS = 250;

/**
 * Asks for the page's data again: at once, then at most every quarter of a second, and never while an answer is still under way; what
 * is asked in between is asked once more at its end. What is typed, focused and scrolled stays as it is.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const underWay = useRef(false);
  const again = useRef(false);
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const refresh = useCallback(() => {
    if (underWay.current) {
      again.current = true;
      return;
    }
    underWay.current = true;
    timer.current = setTimeout(
      () => {
        lastAt.current = performance.now();
        startTransition(() => router.refresh());
      },
      Math.max(0, lastAt.current + APART_MS - performance.now()),
    );
  }, [router]);

  const wasPending = useRef(false);
  useEffect(() => {
    if (wasPending.current && !pending) {
      underWay.current = false;
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
      underWay.current = false;
    },
    [],
  );

  return refresh;
}
