import { Refusal } from "#lib/refusal";

/** No line of a spreadsheet is longer. A longer one has other line ends or is not a table. */
const MAX_LINE_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export type NumberedLine = { number: number; line: string };

/**
 * The lines of a text file, numbered from 1 as an editor does: divided at line feeds alone, so that U+2028 in a name ends none. The
 * encoding is the given one, else what the byte order mark says, else UTF-8. Throws Refusal `invalid`, naming the line, for bytes that
 * are not of that encoding: a character is never replaced by U+FFFD. Holds one line at a time.
 */
export async function* csvLines(bytes: AsyncIterable<Buffer>, encoding?: string): AsyncGenerator<NumberedLine> {
  let number = 0;
  for await (const line of byteLines(inUtf8(bytes, encoding), () => number + 1)) {
    number++;
    yield { number, line: textOf(line, number) };
  }
}

async function* byteLines(bytes: AsyncIterable<Buffer>, next: () => number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    begun.push(part);
    length += part.length;
    if (length > MAX_LINE_BYTES)
      throw invalid(`Line ${next()} is longer than ${MAX_LINE_BYTES} bytes: this is no list.`);
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      yield Buffer.concat(begun);
      begun = [];
      length = 0;
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield Buffer.concat(begun);
}

function textOf(line: Buffer, number: number): string {
  // The first line may begin with a byte order mark.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: number > 1 });
  const text = decode(decoder, line.at(-1) === CR ? line.subarray(0, -1) : line);
  const how = text === undefined ? "is not UTF-8" : "holds NUL, as UTF-16 does";
  if (text !== undefined && !text.includes("\0")) return text;
  const named = text === undefined ? "windows-1252" : "utf-16le";
  throw invalid(
    `Line ${number} ${how}. Save the file as UTF-8 (Excel: "CSV UTF-8"), or name its encoding: --encoding ${named}`,
  );
}

/** The text as UTF-8, chunk by chunk. UTF-8 is passed on unchanged and checked line by line. */
async function* inUtf8(bytes: AsyncIterable<Buffer>, encoding?: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  for await (const { chunk, first } of withWholeMark(bytes)) {
    if (first) decoder = decoderOf(encoding ?? marked(chunk));
    yield decoder ? transcoded(decoder, chunk) : chunk;
  }
  if (decoder) yield transcoded(decoder);
}

/** The chunks, the first of at least two bytes if there are so many, so that a byte order mark is not split. */
async function* withWholeMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<{ chunk: Buffer; first: boolean }> {
  let begun: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const given of bytes) {
    const chunk = first ? Buffer.concat([begun, given]) : given;
    if (first && chunk.length < 2) {
      begun = chunk;
      continue;
    }
    yield { chunk, first };
    first = false;
  }
  if (first && begun.length > 0) yield { chunk: begun, first };
}

/** Undefined for UTF-8. */
function decoderOf(encoding: string): TextDecoder | undefined {
  const decoder = decoderNamed(encoding);
  if (!decoder)
    throw invalid(`There is no encoding ${encoding}. Known are utf-8, utf-16le, windows-1252, iso-8859-15 and more.`);
  return decoder.encoding === "utf-8" ? undefined : decoder;
}

function decoderNamed(encoding: string): TextDecoder | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return undefined;
  }
}

function marked(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  return chunk[0] === 0xfe && chunk[1] === 0xff ? "utf-16be" : "utf-8";
}

function transcoded(decoder: TextDecoder, chunk?: Buffer): Buffer {
  const text = decode(decoder, chunk, { stream: chunk !== undefined });
  if (text === undefined) throw invalid(`The file is not ${decoder.encoding}.`);
  return Buffer.from(text);
}

function decode(decoder: TextDecoder, bytes?: Buffer, options?: { stream: boolean }): string | undefined {
  try {
    return decoder.decode(bytes, options);
  } catch {
    return undefined;
  }
}

function invalid(message: string): Refusal {
  return new Refusal("invalid", message);
}
