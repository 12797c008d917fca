"use client";

import { useEffect, useRef, useState } from "react";
import { holdBrowserLock } from "./browser-lock.tsx";
import { MOST_ON_ITS_WAY_MS, useLive } from "./live.tsx";
import { useShown } from "./shown.tsx";

/** What a page shows: its lines by their ids, and the frame that says which of them stand where. */
export type Answer<Frame, Line> = { frame: Frame; lines: Readonly<Record<string, Line>> };

/** A stream that was refused is asked for again after so long. */
const RETRY_MS = 5000;
/** So many windows of a browser read a stream of their own: it opens six connections to a host, and pages need some of them. */
const LOCKS = ["casewire-answer-1", "casewire-answer-2", "casewire-answer-3"];
/** A window that is not among them by then goes on as if its stream were refused. */
const WAIT_MS = 500;

/**
 * The answer to a question that the server asks for as long as the page is looked at: `given` with the page, then as the stream at `url`
 * tells it. Paused and hidden pages do not listen; one that does again is given the whole answer. While the stream is refused, or other
 * windows have all there are, the page is asked for again when one of `topics` has changed, as every other page is. `idsOf` names the
 * lines that a frame shows.
 */
export function useStandingAnswer<Frame, Line>(
  url: string,
  given: Answer<Frame, Line>,
  { topics, idsOf }: { topics: readonly string[]; idsOf: (frame: Frame) => readonly PropertyKey[] },
): Answer<Frame, Line> {
  const { state, watch } = useLive();
  const listening = useShown() && state !== "paused";
  const [held, setHeld] = useState({ given, answer: given });
  const refused = useRef(false);
  const key = topics.join("\n");
  useEffect(() => watch(key.split("\n"), { told: () => !refused.current }), [watch, key]);

  // Opened anew for each page that is given: it may be older or younger than what the stream told last.
  useEffect(() => {
    if (!listening) return;
    const leaving = new AbortController();
    let stream: EventSource | undefined;
    let timer = setTimeout(() => {
      if (refused.current) return;
      refused.current = true;
      // It relied on a stream until now: what may have changed since this page was made is asked for once.
      watch(key.split("\n"), { asOf: performance.now() - MOST_ON_ITS_WAY_MS })();
    }, WAIT_MS);
    const listen = () => {
      stream = new EventSource(url);
      stream.addEventListener("answer", ({ data }: MessageEvent<string>) => {
        refused.current = false;
        const { frame, lines } = JSON.parse(data) as Answer<Frame, Line>;
        setHeld((before) => {
          const known = before.given === given ? before.answer.lines : given.lines;
          return { given, answer: { frame, lines: pick({ ...known, ...lines }, idsOf(frame)) } };
        });
      });
      stream.onerror = () => {
        if (stream?.readyState !== EventSource.CLOSED) return;
        refused.current = true;
        timer = setTimeout(listen, RETRY_MS);
      };
    };
    holdBrowserLock(LOCKS, leaving.signal, (held) => {
      clearTimeout(timer);
      listen();
      held.addEventListener("abort", () => {
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

  return held.given === given ? held.answer : given;
}

function pick<Line>(lines: Readonly<Record<PropertyKey, Line>>, ids: readonly PropertyKey[]): Record<string, Line> {
  return Object.fromEntries(ids.flatMap((id) => (id in lines ? [[id, lines[id] as Line]] : [])));
}
