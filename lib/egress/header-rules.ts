const MAX_HEADERS = 20;
const MAX_HEADERS_BYTES = 4096;

/** Names that Casewire writes itself, and those by which a request could be read as two. */
const OWN_NAME =
  /^(?:webhook-.*|svix-.*|content-.*|proxy-.*|host|connection|transfer-encoding|user-agent|accept-encoding|te|trailer|upgrade|keep-alive|expect|http2-settings)$/i;

/** A token of RFC 9110. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/**
 * What is wrong with the headers that an admin adds to a destination, by field: `headers.0.name`, `headers.0.value`, or `headers` for all
 * together. Empty where nothing is. Values may be secret: no problem repeats one.
 */
export function checkHeaders(headers: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  if (headers.length > MAX_HEADERS) return { headers: `must be at most ${MAX_HEADERS} headers` };
  const problems: Record<string, string> = {};
  const names = new Set<string>();
  for (const [place, [name, value]] of headers.entries()) {
    const inName = nameProblem(name) ?? (names.has(name.toLowerCase()) ? "must not be given twice" : undefined);
    const inValue = valueProblem(value);
    if (inName !== undefined) problems[`headers.${place}.name`] = inName;
    if (inValue !== undefined) problems[`headers.${place}.value`] = inValue;
    names.add(name.toLowerCase());
  }
  const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > MAX_HEADERS_BYTES) problems.headers = `must be at most ${MAX_HEADERS_BYTES} bytes together`;
  return problems;
}

function nameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (!TOKEN.test(name)) return "must hold letters, digits and hyphens only";
  if (OWN_NAME.test(name)) return `must not be ${name.toLowerCase()}: Casewire or its connection sets it`;
}

function valueProblem(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty";
  if (/\p{Cc}/u.test(value)) return "must hold no line breaks or other control characters";
  if (!/^[\x20-\xff]*$/.test(value)) return "must hold characters of Latin-1 only";
  if (value !== value.trim()) return "must not begin or end with a space: it would be lost";
}
