const MAX_SECONDS = 3600;

/** The three date formats of RFC 9110, all in GMT. */
const HTTP_DATE =
  /^(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?, \d\d[ -][A-Z][a-z]{2}[ -](?:\d\d){1,2} \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/;

/** How long an answer 429 or 503 asks to wait, at most an hour; undefined where it does not say so readably. */
export function retryAfterSeconds(
  status: number,
  headers: readonly (readonly [name: string, value: string])[],
  now: Date,
): number | undefined {
  if (status !== 429 && status !== 503) return;
  const value = headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1].trim() ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_SECONDS);
  if (!HTTP_DATE.test(value)) return;
  const until = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  if (Number.isNaN(until)) return;
  return Math.min(Math.max(0, Math.ceil((until - now.getTime()) / 1000)), MAX_SECONDS);
}
