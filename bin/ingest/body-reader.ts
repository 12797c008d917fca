import type { IncomingMessage } from "node:http";
import type { BodyReader } from "#lib/intake/read-body";

/** Reads a request's body piece by piece. What is left unread is let flow by, so that the answer still gets through. */
export function bodyReader(request: IncomingMessage): BodyReader {
  const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  return {
    read: () => chunks.next(),
    cancel: async () => {
      await chunks.return?.();
      request.resume();
    },
  };
}
