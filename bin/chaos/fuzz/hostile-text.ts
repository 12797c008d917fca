import type { Random } from "#bin/simulate/random";

/** Texts that broke somebody once: PostgreSQL's text and jsonb, URLs, time, numbers, JSON, SQL, HTML, prototypes. */
const TEXTS = [
  ...["", " ", "\0", "a\0b", "\u{ffff}", "\ufeff", "é".repeat(300), "💥".repeat(200), "x".repeat(5000)],
  ...["0", "-1", "1e999", "NaN", "Infinity", "9223372036854775808", "99999999999999999999", "0x10", "1.5", "null"],
  ...["%", "%25", "%zz", "_", "\\", "\\\\", "'", '"', "';select pg_sleep(1)--", "{}", "[]", "[object Object]"],
  ...["<script>", "../../etc/passwd", "..", ".", "a/b c%é", "__proto__", "constructor", "toString", "\r\nx: y"],
  ...["+275760-09-13T00:00:00.000Z", "-271821-04-20", "0000-01-01", "2026-02-30", "2026-11-22T18:40", "1", "T1"],
  ...["vove", "me", "none", "COMPLETED", "newest", "dead", "case:vove/x", "user:x", "msg_2if9qqkVjQDrS738JZOnax9T7MO"],
];

const TOO_LONG_FOR_A_URL = 2000;

export function hostileText(random: Random): string {
  if (random.chance(0.8)) return random.pick(TEXTS);
  return Buffer.from(random.bytes(1 + Math.floor(random.next() * 40))).toString(
    random.pick(["latin1", "utf8", "base64url"]),
  );
}

/** As a part of a path or a value of a query: encoded, mostly in the right way. */
export function hostileUrlPart(random: Random): string {
  const text = hostileText(random).slice(0, TOO_LONG_FOR_A_URL);
  return random.chance(0.9) ? encodeURIComponent(text.toWellFormed()) : text.replace(/[^!-~]/g, "%");
}

/** JSON of any shape, or nearly JSON. */
export function hostileJson(random: Random, depth = 0): string {
  const kind = random.next();
  if (depth > 3 || kind < 0.4)
    return random.pick([JSON.stringify(hostileText(random)), "1e400", "-0", "null", "true", '"\\ud800"', '"\\u0000"']);
  if (kind < 0.5) return "[".repeat(2000) + "]".repeat(random.pick([2000, 1999]));
  const inner = Array.from({ length: Math.floor(random.next() * 4) }, () => hostileJson(random, depth + 1));
  if (kind < 0.7) return `[${inner.join(",")}]`;
  return `{${inner.map((value) => `${JSON.stringify(hostileText(random))}:${value}`).join(",")}}`;
}
