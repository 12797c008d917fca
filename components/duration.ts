const DAY = 86_400;

/** Seconds of each unit, and from how many seconds on it is used: 45 days are not yet "1mo". */
const UNITS = [
  { unit: "y", size: 365 * DAY, from: 730 * DAY },
  { unit: "mo", size: 30 * DAY, from: 60 * DAY },
  { unit: "d", size: DAY, from: DAY },
  { unit: "h", size: 3600, from: 3600 },
  { unit: "m", size: 60, from: 60 },
] as const;

/** Milliseconds in one unit, rounded down: `5m`, `3h`, `12d`, `20mo`; under a minute `now`. */
export function inOneUnit(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  const fitting = UNITS.find(({ from }) => seconds >= from);
  return fitting ? `${Math.floor(seconds / fitting.size).toLocaleString("en")}${fitting.unit}` : "now";
}

/** Milliseconds in two units: `1y 8mo`, `3d 4h`, `1h 5m`, `12s`. */
export function inTwoUnits(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const first = UNITS.findIndex(({ from }) => seconds >= from);
  if (first === -1) return `${seconds}s`;
  let rest = seconds;
  const parts: string[] = [];
  for (const { unit, size } of UNITS.slice(first, first + 2)) {
    const whole = Math.floor(rest / size);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * size;
  }
  return parts.join(" ");
}
