import type { ServerOptions } from "node:http";

/** What a slow or lavish sender may hold of one of our servers. */
export const BOUNDS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // A webhook's sender gives up after 15 s.
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
  // Longer than a reverse proxy keeps an idle connection (60 s is usual), so that it is never we who close one in use.
  keepAliveTimeout: 75_000,
};
