import type { IncomingMessage } from "node:http";
import { Gathering, type Unread, unreadable } from "#lib/ingest/body-reader";
import { READ_DEADLINE_MS } from "#lib/ingest/read-body";

/**
 * `readBody` of a bare server's request, by its events: a stream's iterator would take as long as the rest of the door. What is left
 * unread is let flow by, so that the answer still gets through.
 */
export function readRequest(request: IncomingMessage): Promise<Buffer | Unread> {
  const declared = request.headers["content-length"];
  const refused = unreadable(declared);
  if (refused) return Promise.resolve(refused);
  return new Promise((resolve) => {
    const gathering = new Gathering();
    const settle = (read: Buffer | Unread) => {
      clearTimeout(timer);
      request.off("data", take);
      if (!Buffer.isBuffer(read)) request.resume();
      gathering.release();
      resolve(read);
    };
    const take = (piece: Buffer) => {
      const unread = gathering.add(piece);
      if (unread) settle(unread);
    };
    const timer = setTimeout(settle, READ_DEADLINE_MS, "cut");
    request.on("data", take);
    request.on("end", () => settle(gathering.whole(declared)));
    // Also after the end, when it changes nothing.
    request.on("close", () => settle("cut"));
    request.on("error", () => settle("cut"));
  });
}
