// Made once: a decoder takes longer to make than to use.
const DECODER = new TextDecoder("utf-8", { fatal: true });
const MARK_KEEPER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text the bytes are, or undefined where they are not UTF-8. A byte order mark says nothing and breaks JSON: it is kept only for
 * those who must have every character that came.
 */
export function utf8(bytes: Uint8Array, { keepMark = false } = {}): string | undefined {
  try {
    return (keepMark ? MARK_KEEPER : DECODER).decode(bytes);
  } catch {
    return undefined;
  }
}
