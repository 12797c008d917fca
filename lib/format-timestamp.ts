const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A time inside a sentence: `22 Nov 2026, 10:02 UTC`. */
export function formatTimestamp(at: Date): string {
  return `${format.format(at)} UTC`;
}
