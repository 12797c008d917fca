import { z } from "zod";

/** PostgreSQL cannot read years beyond these as JavaScript writes them. */
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

const FORM = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The time that `text` names in ISO 8601; undefined when it names none. A day means its start, and UTC is the default zone. `Date.parse`
 * accepts more ("hello 1", "11/25/2026"), turns 31 February into 3 March, and assumes the local zone.
 */
export function isoTime(text: string): Date | undefined {
  const [, day = "", minute = "00:00", second = "00", zone = "Z"] = FORM.exec(text) ?? [];
  if (day === "" || minute > "23:59" || second >= "60" || !isZone(zone)) return undefined;
  const time = Date.parse(`${day}T${minute}:${second}${zone}`);
  if (Number.isNaN(time) || time < EARLIEST || time > LATEST) return undefined;
  // A day that the month lacks comes back as another day.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? new Date(time) : undefined;
}

function isZone(zone: string): boolean {
  return zone === "Z" || (zone.slice(1) <= "23:59" && zone.slice(4) <= "59");
}

/** A point in time that a person or another program names, read by `isoTime`; its value is the time in UTC, as text. */
export const isoTimeInput = z.string().transform((text, context) => {
  const time = isoTime(text);
  if (time) return time.toISOString();
  context.addIssue({ code: "custom", message: "Not a time. Write ISO 8601: 2026-11-22, or 2026-11-22T18:40 (UTC)." });
  return z.NEVER;
});
