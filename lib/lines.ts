const LF = 0x0a;

/**
 * The lines of a UTF-8 text, split at line feeds only, without a carriage return before. `node:readline` also splits at U+2028 and
 * U+2029, which JSON leaves unescaped.
 */
export async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      yield decoded([...begun, chunk.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield decoded(begun);
}

function decoded(parts: readonly Buffer[]): string {
  const line = Buffer.concat(parts).toString("utf8");
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** JSON on one line for every reader: many also split at these three characters, which JSON leaves unescaped. */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
