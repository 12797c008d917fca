import { storable } from "./stored-text.ts";
import type { HeaderPairs } from "./verify.ts";

/** Headers that our own server adds. */
const isOurs = (name: string) =>
  name.startsWith("x-casewire-") || name === "x-nonce" || name === "content-security-policy";
const MAX_PAIRS = 100;

/** The headers in the order they came, cut at `maxCharacters`, each a text that jsonb can hold. */
export function storedHeaders(headers: HeaderPairs, maxCharacters: number): [string, string][] {
  const stored: [string, string][] = [];
  let left = maxCharacters;
  for (const [name, value] of headers) {
    if (isOurs(name.toLowerCase())) continue;
    if (stored.length === MAX_PAIRS || left < name.length) break;
    const kept = value.slice(0, left - name.length);
    stored.push([storable(name), storable(kept)]);
    left -= name.length + kept.length;
  }
  return stored;
}

/** The first value of the header `name`, which is in lower case. */
export function headerValue(headers: HeaderPairs, name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}
