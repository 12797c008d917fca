"use client";

import { useEffect } from "react";

const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;
const EVERY_MS = 60_000;

/** Tells the server that a person uses this page, at most once a minute: a page that is only left open lets the session end. */
export function TellActivity() {
  useEffect(() => {
    let toldAt = Date.now();
    const tell = () => {
      if (Date.now() - toldAt < EVERY_MS) return;
      toldAt = Date.now();
      // What fails is told again with a later key or click.
      fetch("/api/activity", { method: "POST", keepalive: true }).catch(() => {});
    };
    const leaving = new AbortController();
    for (const sign of SIGNS) document.addEventListener(sign, tell, { passive: true, signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return null;
}
