import { setImmediate } from "node:timers/promises";
import PDFDocument from "pdfkit";
import { RTL, visualLines } from "./pdf-lines.ts";
import type { Block, Report } from "./report.ts";
import { reportFonts } from "./report-font.ts";
import { named, visible } from "./visible.ts";

const MARGIN = 42;
const BODY = 9;
const CELL = 7.5;
const LEADING = 1.35;
/** Neither Helvetica, which has no letter beyond Latin, nor a font by its bytes, which pdfkit would read anew at each change of fonts. */
const NO_FONT = null as unknown as string;
/** Cells stand this far apart. */
const GAP = 6;

/** The report as PDF on A4. Other work of the process goes on between its lines. */
export async function* reportPdf({ title, sections }: Report, exportedAt: Date): AsyncGenerator<Uint8Array> {
  const { regular, bold } = await reportFonts();
  const info = { Title: visible(title), Producer: "Casewire", Creator: "Casewire", CreationDate: exportedAt };
  const document = new PDFDocument({ size: "A4", margin: MARGIN, info, lang: "en", font: NO_FONT });
  const page = new Page(document, { regular, bold });
  const drawn = (async () => {
    page.write(title, { size: 16, bold: true });
    for (const { heading, blocks } of sections) {
      page.space(10);
      page.write(heading, { size: 12, bold: true, keep: 60 });
      for (const block of blocks) await draw(page, block);
    }
    if (page.lacked) page.write(LACKING, { size: BODY });
    document.end();
  })();
  drawn.catch((error: unknown) => document.destroy(error as Error));
  for await (const chunk of document) yield chunk as Buffer;
  await drawn;
}

const LACKING =
  "The font of this file lacks some characters. Each stands as its code, such as ⟨U+4E2D⟩. report.html shows them all.";

async function draw(page: Page, block: Block): Promise<void> {
  switch (block.kind) {
    case "paragraph":
      return page.write(block.text, { size: BODY });
    case "quote":
      return page.write(block.text, { size: BODY, indent: 12 });
    case "list":
      for (const item of block.items) page.write(`• ${item}`, { size: BODY, indent: 6 });
      return;
    case "facts":
      for (const fact of block.facts) page.row(fact, [0.25, 0.75], { size: BODY });
      return;
    case "table":
      return await drawTable(page, block);
  }
}

async function drawTable(page: Page, { columns, rows }: Extract<Block, { kind: "table" }>): Promise<void> {
  if (rows.length === 0) return page.write("None.", { size: BODY });
  const shares = sharesOf(columns, rows);
  page.row(columns, shares, { size: CELL, bold: true });
  for (const row of rows) {
    page.row(row, shares, { size: CELL, heading: columns });
    await setImmediate();
  }
}

/** A column's share of the width, by the length of its texts. */
function sharesOf(columns: string[], rows: string[][]): number[] {
  const lengths = columns.map((column, at) => {
    const longest = rows.reduce((most, row) => Math.max(most, (row[at] ?? "").length), column.length);
    // What has no spaces, such as a hash, is broken anywhere.
    const most = rows.some((row) => row[at]?.includes(" ")) ? 60 : 40;
    return Math.min(most, Math.max(19, longest));
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length) => length / total);
}

type Look = {
  size: number;
  bold?: boolean;
  indent?: number;
  /** It begins a page unless there is so much room below it. */
  keep?: number;
  /** The cells above a row where it begins a page. */
  heading?: readonly string[];
};

/** Where on which page the next line goes. */
class Page {
  /** A character was named because the font lacks it. */
  lacked = false;
  readonly #document: PDFKit.PDFDocument;
  #y = MARGIN;
  readonly #widths = new Map<string, number>();
  readonly #known = new Map<string, boolean>();

  constructor(document: PDFKit.PDFDocument, fonts: { regular: Buffer; bold: Buffer }) {
    this.#document = document;
    document.registerFont("regular", fonts.regular);
    document.registerFont("bold", fonts.bold);
  }

  space(points: number): void {
    this.#y += points;
  }

  write(text: string, look: Look): void {
    const indent = look.indent ?? 0;
    for (const line of this.#lines(text, this.#width - indent, look)) {
      this.#makeRoom(look.size * LEADING + (look.keep ?? 0));
      this.#put(line, MARGIN + indent);
      this.#y += look.size * LEADING;
    }
    this.#y += 2;
  }

  /** Cells side by side. A row higher than a page goes on over the next. */
  row(cells: readonly string[], shares: readonly number[], look: Look): void {
    const widths = shares.map((share) => share * this.#width - GAP);
    const texts = cells.map((cell, at) => this.#lines(cell, widths[at] ?? 0, look));
    const height = Math.max(...texts.map((lines) => lines.length));
    const began = this.#makeRoom(Math.min(height, 20) * look.size * LEADING);
    if (began && look.heading) this.row(look.heading, shares, { size: look.size, bold: true });
    this.#use(look);
    for (let at = 0; at < height; at++) {
      this.#makeRoom(look.size * LEADING);
      let x = MARGIN;
      for (const [column, lines] of texts.entries()) {
        this.#put(lines[at] ?? [], x);
        x += (widths[column] ?? 0) + GAP;
      }
      this.#y += look.size * LEADING;
    }
    this.#y += 2;
  }

  get #width(): number {
    return this.#document.page.width - 2 * MARGIN;
  }

  #use({ size, bold }: Look): void {
    this.#document.font(bold ? "bold" : "regular").fontSize(size);
  }

  #lines(text: string, width: number, look: Look): string[][] {
    const { size, bold } = look;
    this.#use(look);
    const measure = (word: string) => {
      const key = `${size} ${bold ?? false} ${word}`;
      const known = this.#widths.get(key) ?? this.#document.widthOfString(word);
      this.#widths.set(key, known);
      return known;
    };
    return visualLines(this.#drawable(visible(text)), width, measure);
  }

  /** The text with each character that the font lacks named by its code. */
  #drawable(text: string): string {
    return [...text].map((character) => (this.#has(character) ? character : this.#lacking(character))).join("");
  }

  #has(character: string): boolean {
    if (character < "\u007f") return true;
    const known = this.#known.get(character);
    if (known !== undefined) return known;
    // @types/pdfkit does not know what it draws with.
    const { font } = (this.#document as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
      ._font;
    const has = font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
    this.#known.set(character, has);
    return has;
  }

  #lacking(character: string): string {
    this.lacked = true;
    return named(character);
  }

  #makeRoom(height: number): boolean {
    if (this.#y + height <= this.#document.page.height - MARGIN) return false;
    this.#document.addPage();
    this.#y = MARGIN;
    return true;
  }

  /** pdfkit puts the space behind a word from right to left on its other side: such words are put one by one. */
  #put(words: readonly string[], x: number): void {
    const parts = words.some((word) => RTL.test(word)) ? words : [words.join(" ")];
    let place = x;
    for (const part of parts) {
      if (part !== "") this.#document.text(part, place, this.#y, { lineBreak: false });
      place += this.#document.widthOfString(`${part} `);
    }
  }
}
