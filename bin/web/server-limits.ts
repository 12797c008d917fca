import type { ServerOptions } from "node:http";

/** What a slow or excessive client may hold of a server of ours. */
export const SERVER_LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // The sender of a webhook gives up after 15 s.
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
  // Longer than the keep-alive of a reverse proxy (60 s is usual), so that the proxy closes an idle connection first.
  keepAliveTimeout: 75_000,
};
