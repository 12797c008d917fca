"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { inOneUnit, inTwoUnits } from "./duration.ts";

const NowContext = createContext(0);

/**
 * One clock for every relative time on the page. It starts with the server's time, so that the first render agrees on both sides,
 * and goes on by it: a wrong clock in the browser does not show.
 */
export function ClockProvider({ now, children }: { now: number; children: ReactNode }) {
  const [time, setTime] = useState(now);
  const [ahead] = useState(() => (typeof window === "undefined" ? 0 : now - Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now() + ahead), 10_000);
    return () => clearInterval(timer);
  }, [ahead]);
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

type Moment = { at: string | Date; className?: string };

/** A moment, as `5m ago`, `in 3h` or, with `absolute`, in full; the other form is in its title. */
export function Time({ at, absolute = false, className }: Moment & { absolute?: boolean }) {
  const now = useContext(NowContext);
  const moment = new Date(at);
  const away = moment.getTime() - now;
  const relative = fromNow(away);
  const full = absoluteTime(moment);
  return (
    <time
      dateTime={moment.toISOString()}
      title={absolute ? relative : full}
      className={className ?? "whitespace-nowrap"}
    >
      {absolute ? full : relative}
    </time>
  );
}

/** How long something has lasted: `3d 4h`, or with `short` `3d`. */
export function Elapsed({ at, short = false, className }: Moment & { short?: boolean }) {
  const now = useContext(NowContext);
  const moment = new Date(at);
  const lasted = Math.max(0, now - moment.getTime());
  return (
    <time
      dateTime={moment.toISOString()}
      title={`since ${absoluteTime(moment)}`}
      className={className ?? "whitespace-nowrap"}
    >
      {short ? inOneUnit(lasted) : longForm(lasted)}
    </time>
  );
}

function fromNow(away: number): string {
  const size = inOneUnit(away);
  if (size === "now") return "just now";
  return away > 0 ? `in ${size}` : `${size} ago`;
}

// Seconds would change under the reader's eye and say nothing.
function longForm(lasted: number): string {
  return lasted < 60_000 ? "<1m" : inTwoUnits(lasted);
}
