"use client";

import { useEffect } from "react";

const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;
const EVERY_MS = 60_000;

/** Reports to the server, at most once a minute, that a person uses the page: an unused page lets the session expire. */
export function TellActivity() {
  useEffect(() => {
    let toldAt = Date.now();
    const tell = () => {
      if (Date.now() - toldAt < EVERY_MS) return;
      toldAt = Date.now();
      // The next key or click reports again.
      fetch("/api/activity", { method: "POST", keepalive: true }).catch(() => {});
    };
    const leaving = new AbortController();
    for (const sign of SIGNS) document.addEventListener(sign, tell, { passive: true, signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return null;
}
