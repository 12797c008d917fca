// Making a decoder takes longer than using it.
const DECODER = new TextDecoder("utf-8", { fatal: true });
const MARK_KEEPING_DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The bytes as text, or undefined where they are not UTF-8. A byte order mark breaks JSON.parse: it is kept only for readers who need
 * every character that came.
 */
export function utf8(bytes: Uint8Array, { keepMark = false } = {}): string | undefined {
  try {
    return (keepMark ? MARK_KEEPING_DECODER : DECODER).decode(bytes);
  } catch {
    return undefined;
  }
}

/** PostgreSQL's parser recurses, and so does whatever prints the value; real bodies are two levels deep. */
const MAX_DEPTH = 128;
/** `numeric` holds far larger numbers; real bodies have none. */
const MAX_DIGITS = 300;

/**
 * A string, number or bracket of valid JSON; the rest need not be checked. A string without an end matches whole, so that the search does
 * not start again at each quote in it.
 */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[\]{}]/g;

const DEPTH_CHANGES = new Map([
  ["{", 1],
  ["[", 1],
  ["}", -1],
  ["]", -1],
]);

/**
 * Why PostgreSQL's jsonb cannot hold `text`, which must be valid JSON; undefined when it can. It checks the text and not the parsed value:
 * of two equal keys JSON.parse drops the first, while jsonb checks both.
 */
export function jsonbProblem(text: string): string | undefined {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    depth += DEPTH_CHANGES.get(token) ?? 0;
    const problem = depth > MAX_DEPTH ? "nested too deep" : tokenProblem(token);
    if (problem) return problem;
  }
  return undefined;
}

function tokenProblem(token: string): string | undefined {
  if (DEPTH_CHANGES.has(token)) return undefined;
  return token.startsWith('"') ? stringProblem(token) : numberProblem(token);
}

function stringProblem(token: string): string | undefined {
  if (!token.includes("\\u")) return undefined;
  const text: string = JSON.parse(token);
  return storable(text) === text ? undefined : "characters that cannot be stored";
}

function numberProblem(token: string): string | undefined {
  const [digits = "", exponent = "0"] = token.split(/[eE]/);
  const small = digits.length <= MAX_DIGITS && Math.abs(Number(exponent)) <= MAX_DIGITS;
  return small ? undefined : "a number too large";
}

/** `text` as PostgreSQL's text can hold it: NUL and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  const well = text.isWellFormed() && !text.includes("\0");
  return well ? text : text.toWellFormed().replaceAll("\0", "\ufffd");
}
