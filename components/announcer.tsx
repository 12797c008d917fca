"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";

const MIN_INTERVAL_MS = 10_000;
const AnnounceContext = createContext<(text: string) => void>(() => {});

/** Announces a text to screen readers, politely. At most one in ten seconds: the latest. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}

/** The one live region of the page for changes that nobody on it made. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [announced, setAnnounced] = useState("");
  const next = useRef("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const announce = useCallback((text: string) => {
    next.current = text;
    if (timer.current) return;
    setAnnounced(text);
    timer.current = setTimeout(function announceNext() {
      timer.current = undefined;
      setAnnounced(next.current);
    }, MIN_INTERVAL_MS);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <p role="status" aria-live="polite" className="sr-only">
        {announced}
      </p>
    </AnnounceContext>
  );
}
