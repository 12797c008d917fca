import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { processWide } from "#lib/process-wide";

/** DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Hebrew. What it lacks the report names by its code. */
const FOLDER = "node_modules/@fontsource/dejavu-sans/files";

export type Fonts = { regular: Buffer; bold: Buffer };

const cache = processWide("report fonts", (): { fonts?: Promise<Fonts> } => ({}));

/** The fonts of the PDF report, read once a process. */
export function reportFonts(): Promise<Fonts> {
  cache.fonts ??= Promise.all([fontOf("400"), fontOf("700")]).then(([regular, bold]) => ({ regular, bold }));
  return cache.fonts;
}

async function fontOf(weight: string): Promise<Buffer> {
  // From the folder that Casewire runs in: a bundle has no node_modules beside it.
  return unpacked(await readFile(join(process.cwd(), FOLDER, `dejavu-sans-latin-${weight}-normal.woff`)));
}

const HEADER_BYTES = { woff: 44, sfnt: 12 };
const RECORD_BYTES = { woff: 20, sfnt: 16 };

/** The TrueType font in a WOFF file. fontkit reads WOFF too, but unpacks its tables again at each glyph: 20 times slower. */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(HEADER_BYTES.sfnt + RECORD_BYTES.sfnt * count);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  const parts: Buffer[] = [head];
  let place = head.length;
  for (let n = 0; n < count; n++) {
    const from = HEADER_BYTES.woff + RECORD_BYTES.woff * n;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(from + field)) as [
      number,
      number,
      number,
    ];
    const raw = woff.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(raw) : raw;
    const to = HEADER_BYTES.sfnt + RECORD_BYTES.sfnt * n;
    woff.copy(head, to, from, from + 4);
    woff.copy(head, to + 4, from + 16, from + 20);
    head.writeUInt32BE(place, to + 8);
    head.writeUInt32BE(length, to + 12);
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(table, padding);
    place += length + padding.length;
  }
  return Buffer.concat(parts);
}
