/** Times as a person of a zone writes them: `2026-11-29T14:00`, as a field for date and time takes them. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      ...{ timeZone: zone, hourCycle: "h23" },
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
    });
  formats.set(zone, made);
  return made;
}

/** A moment as it is written in the zone. */
export function localOf(at: Date, zone: string): string {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The moment that is written so in the zone. Of an hour that a clock change repeats one of the two; of one that it leaves out a moment beside.
 * Undefined where `local` is no time.
 */
export function instantOf(local: string, zone: string): Date | undefined {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return undefined;
  let at = wanted;
  // The zone's offset at the first guess may be that of the other side of a clock change.
  for (let guess = 0; guess < 2; guess++) at -= Date.parse(`${localOf(new Date(at), zone)}Z`) - wanted;
  return new Date(at);
}

export type TimeRange = { label: string; from: string; to?: string };
export type RangeGroup = { label: string; ranges: TimeRange[] };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What people mostly ask for, in days and hours of their zone. A range without an end goes on. */
export function rangesAt(now: number, zone: string): RangeGroup[] {
  const today = localOf(new Date(now), zone).slice(0, 10);
  const yesterday = dayBefore(today, 1);
  const start = (day: string, hour = 0) => {
    const [on, at] = hour === 24 ? [dayBefore(day, -1), 0] : [day, hour];
    return instantOf(`${on}T${String(at).padStart(2, "0")}:00`, zone)?.toISOString() ?? "";
  };
  const hours = (day: string, name: string, until: number) =>
    Array.from({ length: until }, (_, hour) => ({
      label: `${name} ${hour}–${hour + 1}`,
      from: start(day, hour),
      to: start(day, hour + 1),
    }));
  const hourNow = Number(localOf(new Date(now), zone).slice(11, 13));
  const lastHour = new Date(Math.floor((now - HOUR_MS) / 60_000) * 60_000).toISOString();
  return [
    {
      label: "Time",
      ranges: [
        { label: "Last hour", from: lastHour },
        { label: "Today", from: start(today) },
        { label: "Yesterday", from: start(yesterday), to: start(today) },
        { label: "Last 7 days", from: start(dayBefore(today, 6)) },
      ],
    },
    { label: "Today, by the hour", ranges: hours(today, "Today", hourNow + 1) },
    { label: "Yesterday, by the hour", ranges: hours(yesterday, "Yesterday", 24) },
  ];
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}
