"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Heard } from "./heard.tsx";
import { joinLiveStream, type StreamState } from "./live-stream.tsx";
import { useRefresh } from "./refresh.tsx";
import { useRemembered } from "./remembered.tsx";

type Live = {
  state: StreamState | "paused";
  /** When the stream last said anything; null before it did. */
  lastAt: Date | null;
  /** Changes that came while paused. */
  waiting: number;
  pause: (paused: boolean) => void;
  /**
   * The page is asked for again when one of `topics` changes, or has changed after `asOf` (by `performance.now()`), unless `told` says
   * that it will hear of it otherwise. Returns how to leave.
   */
  watch: (topics: readonly string[], how?: { asOf?: number; told?: () => boolean }) => () => void;
};

/** A page is made and brought here within so long: what it shows is no older when it comes on screen first. */
export const MOST_ON_ITS_WAY_MS = 30_000;

type Watched = { topics: readonly string[]; told: () => boolean };

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

/** Reads the live stream and asks for the page again when one of the topics it watches has changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [stream, setStream] = useState<StreamState>("connecting");
  const [paused, setPaused] = useRemembered("live-paused", false);
  const [lastAt, setLastAt] = useState<Date | null>(null);
  const [waiting, setWaiting] = useState(0);
  const watched = useRef(new Set<Watched>());
  const missed = useRef(false);
  const heard = useRef(new Heard());
  // Nothing was heard between the making of this page and the stream's first word.
  const lost = useRef(true);
  const refresh = useRefresh();
  const pausedNow = useRef(paused);
  pausedNow.current = paused;

  const ask = useCallback(() => {
    // A hidden tab asks once, when it is looked at again.
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
          heard.current.hear(topic, performance.now());
          const concerned = [...watched.current].filter(({ topics }) => topics.includes(topic));
          if (concerned.length > 0 && pausedNow.current) setWaiting((n) => n + 1);
          if (concerned.some(({ told }) => !told())) ask();
        },
        onState: (state) => {
          setStream(state);
          if (state === "live") {
            setLastAt(new Date());
            // Whatever was said while there was no stream is lost: ask once.
            if (lost.current) {
              heard.current.miss(performance.now());
              if ([...watched.current].some(({ told }) => !told())) ask();
            }
          }
          lost.current = state !== "live";
        },
      }),
    [ask],
  );

  useEffect(() => {
    document.addEventListener("visibilitychange", catchUp);
    return () => document.removeEventListener("visibilitychange", catchUp);
  }, [catchUp]);

  useEffect(() => {
    if (!paused) catchUp();
  }, [paused, catchUp]);

  const watch = useCallback<Live["watch"]>(
    (topics, { asOf = Number.POSITIVE_INFINITY, told = () => false } = {}) => {
      const one = { topics, told };
      watched.current.add(one);
      if (heard.current.anyAfter(asOf, topics)) ask();
      return () => void watched.current.delete(one);
    },
    [ask],
  );

  const live = useMemo(
    () => ({ state: paused ? ("paused" as const) : stream, lastAt, waiting, pause: setPaused, watch }),
    [paused, stream, lastAt, waiting, setPaused, watch],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** When a page that is no longer on screen was left. Going back shows it as it was then. */
const leftAt = new WeakMap<readonly string[], number>();

/** The topics this page shows: when one of them changes, or did while the page was on its way or not on screen, its query runs again. */
export function LiveTopics({ topics }: { topics: readonly string[] }) {
  const { watch } = useLive();
  const key = topics.join("\n");
  const shown = useRef(topics);
  // Before the effect below: it leaves those topics that were shown, and comes with those that are.
  useEffect(() => {
    shown.current = topics;
  }, [topics]);
  useEffect(() => {
    const asOf = leftAt.get(shown.current) ?? performance.now() - MOST_ON_ITS_WAY_MS;
    const leave = watch(key.split("\n"), { asOf });
    return () => {
      leftAt.set(shown.current, performance.now());
      leave();
    };
  }, [watch, key]);
  return null;
}
