import { useEffect, useState } from "react";
import type { Group } from "../search/hits.ts";

/** So long nothing is typed before the server is asked. */
const PAUSE_MS = 150;
const MIN_CHARACTERS = 2;

type Found = { groups: Group[]; exact: string | null; state: "idle" | "searching" | "found" | "failed" };

const NOTHING: Found = { groups: [], exact: null, state: "idle" };

/** What the server finds for `words`. A request is cancelled as soon as other words are typed; the last answer stays until the next. */
export function usePaletteSearch(words: string): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (words.trim().length < MIN_CHARACTERS) {
      setFound(NOTHING);
      return;
    }
    const leaving = new AbortController();
    setFound((before) => ({ ...before, state: "searching" }));
    const timer = setTimeout(async () => {
      const answer = await ask(words, leaving.signal);
      if (!leaving.signal.aborted) setFound(answer);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [words]);
  return found;
}

async function ask(words: string, signal: AbortSignal): Promise<Found> {
  try {
    const response = await fetch(`/api/search?q=${encodeURIComponent(words)}`, { signal });
    if (response.status === 401) window.location.assign("/sign-in");
    if (!response.ok) return { ...NOTHING, state: "failed" };
    return { ...((await response.json()) as Pick<Found, "groups" | "exact">), state: "found" };
  } catch {
    return { ...NOTHING, state: "failed" };
  }
}
