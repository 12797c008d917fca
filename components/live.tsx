"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { joinLiveStream, type StreamState } from "#components/live-stream";
import { useRefresh } from "#components/refresh";
import { useRemembered } from "#components/remembered";

type Live = {
  state: StreamState | "paused";
  /** When the stream last said anything; null before it did. */
  lastAt: Date | null;
  /** Changes that came while paused. */
  waiting: number;
  pause: (paused: boolean) => void;
  /** The page is asked for again when one of `topics` has changed, unless `told` says that it will hear of it otherwise. */
  watch: (topics: readonly string[], told?: () => boolean) => () => void;
};

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
          const concerned = [...watched.current].filter(({ topics }) => topics.includes(topic));
          if (concerned.length > 0 && pausedNow.current) setWaiting((n) => n + 1);
          if (concerned.some(({ told }) => !told())) ask();
        },
        onState: (state) => {
          setStream(state);
          if (state === "live") {
            setLastAt(new Date());
            // Whatever was said while there was no stream is lost: ask once.
            if (lost.current && [...watched.current].some(({ told }) => !told())) ask();
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

  const watch = useCallback((topics: readonly string[], told: () => boolean = () => false) => {
    const one = { topics, told };
    watched.current.add(one);
    return () => void watched.current.delete(one);
  }, []);

  const live = useMemo(
    () => ({ state: paused ? ("paused" as const) : stream, lastAt, waiting, pause: setPaused, watch }),
    [paused, stream, lastAt, waiting, setPaused, watch],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The topics this page shows: when one of them changes, the page's query runs again. */
export function LiveTopics({ topics }: { topics: readonly string[] }) {
  const { watch } = useLive();
  const key = topics.join("\n");
  useEffect(() => watch(key.split("\n")), [watch, key]);
  return null;
}
