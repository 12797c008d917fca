import type { Server } from "node:http";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

/**
 * Call before the first connection. The function returned stops accepting connections, waits at most `ms` for running requests, and then
 * destroys the connections that are left. Node's `closeIdleConnections` keeps connections that have not sent a request yet, which browsers
 * open in advance.
 */
export function gracefulClose(server: Server): (ms: number) => Promise<void> {
  const open = new Set<Socket>();
  const busy = new Set<Socket>();
  let closing = false;
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    busy.add(socket);
    response.on("close", () => {
      busy.delete(socket);
      if (closing) socket.destroySoon();
    });
  });
  return async (ms) => {
    closing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of open) if (!busy.has(socket)) socket.destroySoon();
    await Promise.race([closed, setTimeout(ms, undefined, { ref: false })]);
    for (const socket of open) socket.destroy();
    await closed;
  };
}
