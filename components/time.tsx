"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { inOneUnit, inTwoUnits } from "./duration.ts";
import { minuteInZone, timeInZone, utcBeside } from "./time-format.ts";
import { useExactTimes } from "./use-exact-times.ts";

const NowContext = createContext(0);
const ZoneContext = createContext("UTC");

const DAY_MS = 86_400_000;
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * The clock and the zone of every time on the page. The clock starts at the server's time, so that both sides render the same, and keeps the
 * offset, so that a wrong clock of the browser does not show. With `zoneChosen` the person has set the zone; else it is the browser's.
 */
export function ClockProvider(props: { now: number; zone: string; zoneChosen: boolean; children: ReactNode }) {
  const { now } = props;
  const [time, setTime] = useState(now);
  const [offset] = useState(() => (typeof window === "undefined" ? 0 : now - Date.now()));
  const browserZone = useBrowserZone();
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now() + offset), 10_000);
    return () => clearInterval(timer);
  }, [offset]);
  return (
    <ZoneContext value={props.zoneChosen ? props.zone : (browserZone ?? props.zone)}>
      <NowContext value={time}>{props.children}</NowContext>
    </ZoneContext>
  );
}

/** Null until the page is hydrated. Remembered in a cookie, from which the server renders the next page. */
function useBrowserZone(): string | null {
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // biome-ignore lint/suspicious/noDocumentCookie: Firefox has had the Cookie Store API only since version 140
    document.cookie = `zone=${found}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    setZone(found);
  }, []);
  return zone;
}

/** The server's time in milliseconds, to about ten seconds. */
export function useNow(): number {
  return useContext(NowContext);
}

/** The IANA zone in which times are shown. */
export function useZone(): string {
  return useContext(ZoneContext);
}

type TimeProps = { at: string | Date; className?: string };

type Forms = { absolute?: boolean | "local"; upcoming?: boolean };

/**
 * A point in time as `5m ago` or `in 3h`. `absolute`: in full in the person's zone, with UTC beside; `"local"`, for lists, without UTC.
 * `upcoming`: one that is still to come, and is not said to be just past in its last minute. The title has the other forms; what is relative
 * is shown in full while exact times are switched on, so that no time of a list needs a tab stop of its own.
 */
export function Time({ at, absolute = false, upcoming = false, className }: TimeProps & Forms) {
  const now = useContext(NowContext);
  const zone = useZone();
  const [exact] = useExactTimes();
  const time = new Date(at);
  const relative = fromNow(time.getTime() - now, upcoming);
  const utc = utcBeside(time, zone);
  const full = timeInZone(time, zone);
  const inFlow = exact ? minuteInZone(time, zone) : relative;
  const title = [absolute ? relative : full, absolute === true ? null : utc].filter(Boolean).join(" · ");
  if (absolute === true && utc) {
    return (
      // On a narrow screen UTC stands below.
      <time dateTime={time.toISOString()} title={title} className={className}>
        <span className="whitespace-nowrap">{full}</span> <span className="whitespace-nowrap text-faint">· {utc}</span>
      </time>
    );
  }
  return (
    <time dateTime={time.toISOString()} title={title} className={className ?? "whitespace-nowrap"}>
      {absolute ? full : inFlow}
    </time>
  );
}

/** The time since `at`: `3d 4h`, or with `short` `3d`. Days are bolder than hours, and months than days. */
export function Elapsed({ at, short = false, className }: TimeProps & { short?: boolean }) {
  const now = useContext(NowContext);
  const zone = useZone();
  const [exact] = useExactTimes();
  const time = new Date(at);
  const lasted = Math.max(0, now - time.getTime());
  const duration = short ? inOneUnit(lasted) : longForm(lasted);
  const title = ["since", timeInZone(time, zone), utcBeside(time, zone)].filter(Boolean).join(" ");
  return (
    <time dateTime={time.toISOString()} title={title} className={className ?? "whitespace-nowrap"}>
      <span className={weightOf(lasted)}>{exact ? `since ${minuteInZone(time, zone)}` : duration}</span>
    </time>
  );
}

function weightOf(lasted: number): string | undefined {
  if (lasted >= 60 * DAY_MS) return "font-semibold";
  return lasted >= DAY_MS ? "font-medium" : undefined;
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
