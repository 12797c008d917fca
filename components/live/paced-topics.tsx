"use client";

import { useCallback, useEffect, useRef } from "react";
import { usePageVisible } from "#components/use-page-visible";
import { MAX_PAGE_AGE_MS, useLive } from "./live-provider.tsx";
import { useRefresh } from "./use-refresh.ts";

/**
 * The topics whose changes reload the page, as LiveTopics, but at most once in `minIntervalMs`: for a page that almost every event changes.
 * The first change after a while reloads it at once. A paused or hidden page reloads when it is read again.
 */
export function PacedTopics({ topics, minIntervalMs }: { topics: readonly string[]; minIntervalMs: number }) {
  const { watch, state } = useLive();
  const reading = usePageVisible() && state !== "paused";
  const refresh = useRefresh();
  const due = useRef(false);
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readingNow = useRef(reading);
  readingNow.current = reading;

  const reloadSoon = useCallback(() => {
    due.current = true;
    if (timer.current !== undefined) return;
    const wait = Math.max(0, lastAt.current + minIntervalMs - performance.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (!readingNow.current) return;
      due.current = false;
      lastAt.current = performance.now();
      refresh();
    }, wait);
  }, [refresh, minIntervalMs]);

  useEffect(() => {
    if (reading && due.current) reloadSoon();
  }, [reading, reloadSoon]);

  const key = topics.join("\n");
  useEffect(() => {
    const upToDate = () => {
      reloadSoon();
      return true;
    };
    return watch(key.split("\n"), { asOf: performance.now() - MAX_PAGE_AGE_MS, upToDate });
  }, [watch, key, reloadSoon]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return null;
}
