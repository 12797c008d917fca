"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { inOneUnit, inTwoUnits } from "./duration.ts";

const NowContext = createContext(0);

/**
 * The clock of every relative time on the page. It starts at the server's time, so that both sides render the same, and keeps the offset,
 * so that a wrong clock of the browser does not show.
 */
export function ClockProvider({ now, children }: { now: number; children: ReactNode }) {
  const [time, setTime] = useState(now);
  const [offset] = useState(() => (typeof window === "undefined" ? 0 : now - Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now() + offset), 10_000);
    return () => clearInterval(timer);
  }, [offset]);
  return <NowContext value={time}>{children}</NowContext>;
}

const UTC = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** `22 Nov 2026, 22:45:24 UTC` */
export function absoluteTime(at: string | Date): string {
  return `${UTC.format(new Date(at))} UTC`;
}

type TimeProps = { at: string | Date; className?: string };

type Forms = { absolute?: boolean; upcoming?: boolean };

/**
 * A point in time as `5m ago` or `in 3h`, or in full with `absolute`; the title has the other form. `upcoming`: one that is still to come,
 * and is not said to be just past in its last minute.
 */
export function Time({ at, absolute = false, upcoming = false, className }: TimeProps & Forms) {
  const now = useContext(NowContext);
  const time = new Date(at);
  const away = time.getTime() - now;
  const relative = fromNow(away, upcoming);
  const full = absoluteTime(time);
  return (
    <time dateTime={time.toISOString()} title={absolute ? relative : full} className={className ?? "whitespace-nowrap"}>
      {absolute ? full : relative}
    </time>
  );
}

/** The time since `at`: `3d 4h`, or with `short` `3d`. */
export function Elapsed({ at, short = false, className }: TimeProps & { short?: boolean }) {
  const now = useContext(NowContext);
  const time = new Date(at);
  const lasted = Math.max(0, now - time.getTime());
  return (
    <time
      dateTime={time.toISOString()}
      title={`since ${absoluteTime(time)}`}
      className={className ?? "whitespace-nowrap"}
    >
      {short ? inOneUnit(lasted) : longForm(lasted)}
    </time>
  );
}

function fromNow(away: number, upcoming: boolean): string {
  const size = inOneUnit(away);
  if (upcoming && away < 60_000) return away > 0 ? "in <1m" : "now";
  if (size === "now") return "just now";
  return away > 0 ? `in ${size}` : `${size} ago`;
}

// Without seconds, which would change all the time and tell nothing.
function longForm(lasted: number): string {
  return lasted < 60_000 ? "<1m" : inTwoUnits(lasted);
}
