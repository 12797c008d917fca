"use client";

import { useEffect, useRef, useState } from "react";
import { usePageVisible } from "#components/use-page-visible";
import { holdBrowserLock } from "./browser-lock.ts";
import { MAX_PAGE_AGE_MS, useLive } from "./live-provider.tsx";

/** The result of a live query: lines by their ids, and a frame that says which of them to show where. */
export type Snapshot<Frame, Line> = { frame: Frame; lines: Readonly<Record<string, Line>> };

/** The wait before a refused stream is asked for again. */
const RETRY_MS = 5000;
/** At most three tabs of a browser read a stream of their own: it opens six connections to a host, and pages need some of them. */
const LOCKS = ["casewire-live-query-1", "casewire-live-query-2", "casewire-live-query-3"];
/** A tab that has no lock by then goes on as if its stream were refused. */
const MAX_LOCK_WAIT_MS = 500;

/**
 * The result of a query that the server runs again at each change: `given` with the page, then as the stream at `url` sends it. A paused or
 * hidden page closes its stream. Without a stream the page is reloaded when one of `topics` changes. `idsOf` lists the lines of a frame.
 */
export function useLiveQuery<Frame, Line>(
  url: string,
  given: Snapshot<Frame, Line>,
  { topics, idsOf }: { topics: readonly string[]; idsOf: (frame: Frame) => readonly PropertyKey[] },
): Snapshot<Frame, Line> {
  const { state, watch } = useLive();
  const listening = usePageVisible() && state !== "paused";
  const [held, setHeld] = useState({ given, snapshot: given });
  const refused = useRef(false);
  const key = topics.join("\n");
  useEffect(() => watch(key.split("\n"), { upToDate: () => !refused.current }), [watch, key]);

  // Opened anew for each page that is given, which may be older or newer than the stream's last snapshot.
  useEffect(() => {
    if (!listening) return;
    const leaving = new AbortController();
    let stream: EventSource | undefined;
    let timer = setTimeout(() => {
      if (refused.current) return;
      refused.current = true;
      // Until now the page relied on a stream: reload it once if anything changed since its query.
      watch(key.split("\n"), { asOf: performance.now() - MAX_PAGE_AGE_MS })();
    }, MAX_LOCK_WAIT_MS);
    const listen = () => {
      stream = new EventSource(url);
      stream.addEventListener("answer", ({ data }: MessageEvent<string>) => {
        refused.current = false;
        const { frame, lines } = JSON.parse(data) as Snapshot<Frame, Line>;
        setHeld((before) => {
          const known = before.given === given ? before.snapshot.lines : given.lines;
          return { given, snapshot: { frame, lines: pick({ ...known, ...lines }, idsOf(frame)) } };
        });
      });
      stream.onerror = () => {
        if (stream?.readyState !== EventSource.CLOSED) return;
        refused.current = true;
        timer = setTimeout(listen, RETRY_MS);
      };
    };
    holdBrowserLock(LOCKS, leaving.signal, (lock) => {
      clearTimeout(timer);
      listen();
      lock.addEventListener("abort", () => {
        clearTimeout(timer);
        stream?.close();
        if (!leaving.signal.aborted) refused.current = true;
      });
    });
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [url, given, listening, idsOf, key, watch]);

  return held.given === given ? held.snapshot : given;
}

function pick<Line>(lines: Readonly<Record<PropertyKey, Line>>, ids: readonly PropertyKey[]): Record<string, Line> {
  return Object.fromEntries(ids.flatMap((id) => (id in lines ? [[id, lines[id] as Line]] : [])));
}
