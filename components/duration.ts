const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
] as const;

/** Milliseconds in one unit, rounded down: `5m`, `3h`, `12d`; under a minute `now`. */
export function inOneUnit(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  const fitting = UNITS.find(([, size]) => seconds >= size);
  return fitting ? `${Math.floor(seconds / fitting[1]).toLocaleString("en")}${fitting[0]}` : "now";
}

/** Milliseconds in two units: `3d 4h`, `1h 5m`, `12s`. */
export function inTwoUnits(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first === -1) return `${seconds}s`;
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const whole = Math.floor(rest / size);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * size;
  }
  return parts.join(" ");
}
