import type { IncomingMessage } from "node:http";
import { BodyReader, type BodyRefusal, READ_DEADLINE_MS, refuseByLength } from "#lib/ingest/body-reader";
import type { HeaderPairs } from "#lib/ingest/verify";

/**
 * `readBody` for a request of `node:http`, by its events: a stream's iterator would take as long as all other work of a request. Bytes
 * beyond a refusal are discarded, so that the answer still reaches the sender.
 */
export function readRequest(request: IncomingMessage): Promise<Buffer | BodyRefusal> {
  const declared = request.headers["content-length"];
  const refusal = refuseByLength(declared);
  if (refusal) return Promise.resolve(refusal);
  return new Promise((resolve) => {
    const reader = new BodyReader();
    const settle = (body: Buffer | BodyRefusal) => {
      clearTimeout(timer);
      request.off("data", add);
      if (!Buffer.isBuffer(body)) request.resume();
      reader.release();
      resolve(body);
    };
    const add = (chunk: Buffer) => {
      const refused = reader.add(chunk);
      if (refused) settle(refused);
    };
    const timer = setTimeout(settle, READ_DEADLINE_MS, "cut");
    request.on("data", add);
    request.on("end", () => settle(reader.end(declared)));
    // `close` also follows `end`, when it changes nothing.
    request.on("close", () => settle("cut"));
    request.on("error", () => settle("cut"));
  });
}

/** The pairs of Node's flat list, in which names and values alternate. */
export function headerPairs({ rawHeaders }: IncomingMessage): HeaderPairs {
  const pairs: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  return pairs;
}
