/** A longer body does not fit on a command line: the command names the downloaded file. */
const MAX_BODY = 64 * 1024;
/** Headers that curl or a proxy adds by itself. */
const OWN_HEADERS = new Set(["host", "content-length", "connection", "accept-encoding", "transfer-encoding"]);

type Request = {
  url: string;
  headers: readonly (readonly [string, string])[];
  /** Undefined where the bytes are not text. */
  text: string | undefined;
};

/** A request as a curl command with the headers given: a signature and its timestamp are accepted for five minutes. */
export function curlOf({ url, headers, text }: Request): string {
  const sent = headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()) && !name.startsWith("x-casewire-"));
  const inline = text !== undefined && text.length <= MAX_BODY && !text.includes("\0");
  return [
    `curl -X POST ${quoted(url)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    // --data-raw, for a body may begin with an @.
    inline ? `--data-raw ${quoted(text)}` : "--data-binary @body.bin",
  ].join(" \\\n  ");
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
