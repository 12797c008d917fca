/** The bytes of a request that a normal HTTP client would not send. */
export type HostileRequest = {
  /** A short description, to find it in the report. */
  about: string;
  method: string;
  bytes: Buffer;
  /** Its framing is wrong: it gets a connection of its own, and needs no response. */
  broken?: true;
};

export type Headers = readonly (readonly [string, string])[];

/** A request with correct framing. */
export function wellFramed(method: string, path: string, headers: Headers, body: Buffer = Buffer.alloc(0)) {
  const bytes = framed(method, path, [...headers, ["content-length", String(body.length)]], body);
  const about = `${method} ${path.slice(0, 200)} ${JSON.stringify(body.toString("latin1", 0, 400))}`;
  return { about, method, bytes };
}

/** A request exactly as given. */
export function framed(method: string, path: string, headers: Headers, body: Buffer): Buffer {
  const lines = [["host", "127.0.0.1"], ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`, "utf8"), body]);
}
