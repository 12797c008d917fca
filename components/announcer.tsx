"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";

const MIN_INTERVAL_MS = 10_000;
const AnnounceContext = createContext<(text: string) => void>(() => {});

/** Tells screen readers something, politely: the latest words, at most every ten seconds. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}

/** Holds the page's one live region for what changes by itself. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const next = useRef("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const announce = useCallback((text: string) => {
    next.current = text;
    if (timer.current) return;
    setSaid(text);
    timer.current = setTimeout(function quiet() {
      timer.current = undefined;
      setSaid(next.current);
    }, MIN_INTERVAL_MS);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <p role="status" aria-live="polite" className="sr-only">
        {said}
      </p>
    </AnnounceContext>
  );
}
