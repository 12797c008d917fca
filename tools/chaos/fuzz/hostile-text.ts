import type { Random } from "#bin/simulate/random";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64url");

/** Texts that have broken software: PostgreSQL's text and jsonb, URLs, times, numbers, JSON, SQL, HTML, prototypes. */
const TEXTS = [
  ...["", " ", "\0", "a\0b", "\u{ffff}", "\ufeff", "é".repeat(300), "💥".repeat(200), "x".repeat(5000), "\ud800"],
  ...["0", "-1", "1e999", "NaN", "Infinity", "9223372036854775808", "99999999999999999999", "0x10", "1.5", "null"],
  ...["%", "%25", "%zz", "%2500", "_", "\\", "\\\\", "'", '"', "';select pg_sleep(1)--", "{}", "[]", "[object Object]"],
  ...["<script>", "../../etc/passwd", "..", ".", "a/b c%é", "__proto__", "constructor", "toString", "\r\nx: y"],
  ...["+275760-09-13T00:00:00.000Z", "-271821-04-20", "0000-01-01", "-4713-01-01", "10000-01-01", "+010000-01-01"],
  ...["2026-02-30", "2026-11-22T18:40", "1", "T1", "2147483648", "999999999999999", "100000000000000"],
  ...["vove", "me", "none", "COMPLETED", "newest", "dead", "case:vove/x", "user:x", "msg_2if9qqkVjQDrS738JZOnax9T7MO"],
];

/** Cursors of the lists, valid ones and almost valid ones; and encoded queries. */
const MADE_UP = [
  ...["e999999999999999.1", "e1.999999999999999", "e1.9223372036854775808", "99999999999999.1", "1.1", "e-1.1"].map(
    base64,
  ),
  ...[`["newest",["99999999999999","1"]]`, `["oldest",["1","999999999999999"]]`, `["ref",["vove","\\u0000"]]`].map(
    base64,
  ),
  ...[`["ref-desc",["\\ud800","x"]]`, `["newest",[1,2]]`, `{"__proto__":["newest"]}`, "[".repeat(3000)].map(base64),
  ...["q=%00", "from=%2B275760-09-13", "q=a&q=b", "messageId=%F4%90", "runState=dead&verdict=late&to=0000-01-01"],
];

const TOO_LONG_FOR_A_URL = 2000;

export function hostileText(random: Random): string {
  if (random.chance(0.8)) return random.pick(TEXTS);
  return Buffer.from(random.bytes(1 + Math.floor(random.next() * 40))).toString(
    random.pick(["latin1", "utf8", "base64url"]),
  );
}

/** A part of a path or a value of a query, mostly encoded correctly. */
export function hostileUrlPart(random: Random): string {
  const text = random.chance(0.15) ? random.pick(MADE_UP) : hostileText(random).slice(0, TOO_LONG_FOR_A_URL);
  return random.chance(0.9) ? encodeURIComponent(text.toWellFormed()) : text.replace(/[^!-~]/g, "%");
}

/** JSON of any shape, or almost JSON. */
export function hostileJson(random: Random, depth = 0): string {
  const kind = random.next();
  if (depth > 3 || kind < 0.4)
    return random.pick([JSON.stringify(hostileText(random)), "1e400", "-0", "null", "true", '"\\ud800"', '"\\u0000"']);
  if (kind < 0.45) return "[".repeat(2000) + "]".repeat(random.pick([2000, 1999]));
  const inner = Array.from({ length: Math.floor(random.next() * 4) }, () => hostileJson(random, depth + 1));
  if (kind < 0.7) return `[${inner.join(",")}]`;
  return `{${inner.map((value) => `${JSON.stringify(hostileText(random))}:${value}`).join(",")}}`;
}
