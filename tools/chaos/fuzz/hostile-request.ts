/** A request as it goes over the wire, which no client of ours would agree to. */
export type HostileRequest = {
  /** In a few words, to find it again. */
  about: string;
  method: string;
  bytes: Buffer;
  /** Its framing lies: it has a connection of its own, and need not be answered. */
  broken?: true;
};

export type Headers = readonly (readonly [string, string])[];

/** Puts a request together, its framing right. */
export function wellFramed(method: string, path: string, headers: Headers, body: Buffer = Buffer.alloc(0)) {
  const bytes = framed(method, path, [...headers, ["content-length", String(body.length)]], body);
  const about = `${method} ${path.slice(0, 200)} ${JSON.stringify(body.toString("latin1", 0, 400))}`;
  return { about, method, bytes };
}

/** Puts a request together as told, whatever is in it. */
export function framed(method: string, path: string, headers: Headers, body: Buffer): Buffer {
  const lines = [["host", "127.0.0.1"], ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`, "utf8"), body]);
}
