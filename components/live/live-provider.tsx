"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { usePersistedFlag } from "#components/use-persisted-flag";
import { joinLiveStream, type StreamState } from "./live-stream.ts";
import { TopicHistory } from "./topic-history.ts";
import { useRefresh } from "./use-refresh.ts";

type Live = {
  state: StreamState | "paused";
  /** When the stream last sent anything; null before that. */
  lastAt: Date | null;
  /** The number of changes that came while paused. */
  waiting: number;
  pause: (paused: boolean) => void;
  /**
   * Reloads the page when one of `topics` changes, or has changed after `asOf` (by `performance.now()`), unless `upToDate` says that the
   * subscriber learns of it by a stream of its own. Returns how to unsubscribe.
   */
  watch: (topics: readonly string[], options?: { asOf?: number; upToDate?: () => boolean }) => () => void;
};

/** The longest time between the query of a page and its first rendering. */
export const MAX_PAGE_AGE_MS = 30_000;

type Subscription = { topics: readonly string[]; upToDate: () => boolean };

const LiveContext = createContext<Live>({
  state: "connecting",
  lastAt: null,
  waiting: 0,
  pause: () => {},
  watch: () => () => {},
});

export function useLive(): Live {
  return useContext(LiveContext);
}

/** Reads the live stream and reloads the page when one of the topics it shows has changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [stream, setStream] = useState<StreamState>("connecting");
  const [paused, setPaused] = usePersistedFlag("live-paused", false);
  const [lastAt, setLastAt] = useState<Date | null>(null);
  const [waiting, setWaiting] = useState(0);
  const subscriptions = useRef(new Set<Subscription>());
  const missed = useRef(false);
  const history = useRef(new TopicHistory());
  // True at first: changes between the page's query and the start of the stream are unknown.
  const disconnected = useRef(true);
  const refresh = useRefresh();
  const pausedNow = useRef(paused);
  pausedNow.current = paused;

  const reload = useCallback(() => {
    // A hidden tab reloads once, when it becomes visible.
    if (pausedNow.current || document.hidden) missed.current = true;
    else refresh();
  }, [refresh]);

  const catchUp = useCallback(() => {
    if (pausedNow.current || document.hidden) return;
    setWaiting(0);
    if (missed.current) refresh();
    missed.current = false;
  }, [refresh]);

  useEffect(
    () =>
      joinLiveStream("/api/live", {
        onTopic: (topic) => {
          setLastAt(new Date());
          history.current.record(topic, performance.now());
          const affected = [...subscriptions.current].filter(({ topics }) => topics.includes(topic));
          if (affected.length > 0 && pausedNow.current) setWaiting((n) => n + 1);
          if (affected.some(({ upToDate }) => !upToDate())) reload();
        },
        onState: (state) => {
          setStream(state);
          if (state === "live") {
            setLastAt(new Date());
            // Changes while there was no stream are unknown: reload once.
            if (disconnected.current) {
              history.current.missUntil(performance.now());
              if ([...subscriptions.current].some(({ upToDate }) => !upToDate())) reload();
            }
          }
          disconnected.current = state !== "live";
        },
      }),
    [reload],
  );

  useEffect(() => {
    document.addEventListener("visibilitychange", catchUp);
    return () => document.removeEventListener("visibilitychange", catchUp);
  }, [catchUp]);

  useEffect(() => {
    if (!paused) catchUp();
  }, [paused, catchUp]);

  const watch = useCallback<Live["watch"]>(
    (topics, { asOf = Number.POSITIVE_INFINITY, upToDate = () => false } = {}) => {
      const subscription = { topics, upToDate };
      subscriptions.current.add(subscription);
      if (history.current.anyAfter(asOf, topics)) reload();
      return () => void subscriptions.current.delete(subscription);
    },
    [reload],
  );

  const live = useMemo(
    () => ({ state: paused ? ("paused" as const) : stream, lastAt, waiting, pause: setPaused, watch }),
    [paused, stream, lastAt, waiting, setPaused, watch],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}
