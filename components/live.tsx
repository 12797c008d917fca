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
  watch: (topics: readonly string[]) => () => void;
};

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
  const watched = useRef(new Set<readonly string[]>());
  const missed = useRef(false);
  const lost = useRef(false);
  const refresh = useRefresh();
  const pausedNow = useRef(paused);
  pausedNow.current = paused;

  const changed = useCallback(() => {
    // A hidden tab asks once, when it is looked at again.
    if (pausedNow.current || document.hidden) missed.current = true;
    else refresh();
    if (pausedNow.current) setWaiting((n) => n + 1);
  }, [refresh]);

  const catchUp = useCallback(() => {
    if (!missed.current || pausedNow.current || document.hidden) return;
    missed.current = false;
    setWaiting(0);
    refresh();
  }, [refresh]);

  useEffect(
    () =>
      joinLiveStream("/api/live", {
        onTopic: (topic) => {
          setLastAt(new Date());
          if ([...watched.current].some((topics) => topics.includes(topic))) changed();
        },
        onState: (state) => {
          setStream(state);
          if (state === "live") {
            setLastAt(new Date());
            // Whatever was said while the stream was down is lost: ask once.
            if (lost.current) changed();
          }
          lost.current = state !== "live";
        },
      }),
    [changed],
  );

  useEffect(() => {
    document.addEventListener("visibilitychange", catchUp);
    return () => document.removeEventListener("visibilitychange", catchUp);
  }, [catchUp]);

  useEffect(() => {
    if (!paused) catchUp();
  }, [paused, catchUp]);

  const watch = useCallback((topics: readonly string[]) => {
    watched.current.add(topics);
    return () => void watched.current.delete(topics);
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
