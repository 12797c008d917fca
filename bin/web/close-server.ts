import type { Server } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Takes no more connections and lets the requests under way finish, for at most `ms`; then cuts those that are left. */
export async function closeServer(server: Server, ms: number): Promise<void> {
  const closed = new Promise<"closed">((resolve) => server.close(() => resolve("closed")));
  // A connection kept alive becomes idle when its request ends, and close() does not look again.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([closed, setTimeout(ms, "late", { ref: false })]);
  server.closeAllConnections();
  await closed;
  clearInterval(sweep);
}
