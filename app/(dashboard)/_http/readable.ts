import { utf8 } from "#lib/ingest/stored-text";

/** More is shown only on request, so that any body loads quickly. */
export const SHOWN_BYTES = 64 * 1024;
/** Less, because hexadecimal text is five times as long. */
const SHOWN_HEX_BYTES = 8 * 1024;
/** Larger or deeper JSON is shown as text instead of a tree. */
const TREE_NODES = 2000;
const TREE_DEPTH = 32;

export type Readable = { text: string; form: "text" | "hex"; cut: boolean };

/** The bytes as text where they are UTF-8, else in hexadecimal; cut unless `all` is set. */
export function readable(body: Buffer, all: boolean): Readable {
  const text = utf8(body, { keepMark: true });
  if (text === undefined) {
    const cut = !all && body.length > SHOWN_HEX_BYTES;
    return { text: hexDump(cut ? body.subarray(0, SHOWN_HEX_BYTES) : body), form: "hex", cut };
  }
  const cut = !all && text.length > SHOWN_BYTES;
  return { text: visible(cut ? text.slice(0, SHOWN_BYTES) : text), form: "text", cut };
}

/** The JSON in the bytes, indented, and as a value where it is small enough for a tree. Undefined where they are not JSON. */
export function readJson(body: Buffer): { indented: string; tree: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(utf8(body) ?? "");
    return { indented: JSON.stringify(value, null, 2), tree: fitsTree(value) ? value : undefined };
  } catch {
    // Not JSON, or nested too deep for JSON.stringify: the caller shows the bytes.
    return undefined;
  }
}

function fitsTree(value: unknown): boolean {
  let nodes = 0;
  const fits = (inner: unknown, depth: number): boolean => {
    nodes += 1;
    if (nodes > TREE_NODES || depth > TREE_DEPTH) return false;
    return typeof inner !== "object" || inner === null || Object.values(inner).every((next) => fits(next, depth + 1));
  };
  return fits(value, 0);
}

/** Shows control characters as symbols, and invisible or bidirectional ones as escapes, so that nothing in the text stays hidden. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === "\n" || char === "\t") return char;
    return code < 0x20 ? String.fromCodePoint(0x24_00 + code) : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Sixteen bytes a line: offset, hexadecimal, and the printable ASCII among them. */
function hexDump(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = row.toString("hex").replace(/../g, "$& ").padEnd(48);
    const ascii = row.toString("latin1").replace(/[^\x20-\x7e]/g, ".");
    lines.push(`${at.toString(16).padStart(6, "0")}  ${hex} ${ascii}`);
  }
  return lines.join("\n");
}

/** `86 bytes`, `4 KiB`, `1 MiB`. */
export function bytes(n: number): string {
  if (n < 1024) return `${n} ${n === 1 ? "byte" : "bytes"}`;
  if (n < 1024 * 1024) return `${Number((n / 1024).toFixed(1))} KiB`;
  return `${Number((n / 1024 / 1024).toFixed(1))} MiB`;
}
