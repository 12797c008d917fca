/** PostgreSQL's parser recurses and so do those who print the value; real bodies are two deep. */
const MAX_DEPTH = 128;
/** numeric holds far larger ones; real bodies have none. */
const MAX_DIGITS = 300;

/**
 * In valid JSON: a string, a number, or a bracket; what stands between them needs no look. A string without an end is taken whole,
 * so that it is not tried again from each quote in it.
 */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[\]{}]/g;

const STEPS = new Map([
  ["{", 1],
  ["[", 1],
  ["}", -1],
  ["]", -1],
]);

/**
 * Why PostgreSQL's jsonb cannot hold `text`, which must be valid JSON; undefined when it can. It reads the text and not the parsed
 * value, because of two equal keys JSON.parse forgets the first, while jsonb checks both.
 */
export function jsonbProblem(text: string): string | undefined {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    depth += STEPS.get(token) ?? 0;
    const problem = depth > MAX_DEPTH ? "nested too deep" : tokenProblem(token);
    if (problem) return problem;
  }
  return undefined;
}

function tokenProblem(token: string): string | undefined {
  if (STEPS.has(token)) return undefined;
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
