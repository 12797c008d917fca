const LF = 0x0a;

/**
 * The lines of a text in UTF-8, divided at line feeds and nowhere else; a carriage return before one is left off. `node:readline` also
 * divides at U+2028 and U+2029, which people paste and JSON carries as they are.
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
