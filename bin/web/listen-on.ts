import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

/**
 * Listens on `port` (0: any) of every address and resolves to the port. Throws one plain sentence when it cannot. With `reusePort`
 * several processes that all ask so may share it; the system deals the connections out among them.
 */
export async function listenOn(server: Server, port: number, reusePort = false): Promise<number> {
  server.listen({ port, reusePort });
  try {
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Error(`Port ${port} is taken. Set PORT to a free one.`, { cause: error });
    if (code === "EACCES")
      throw new Error(`Port ${port} is reserved to root. Set PORT to one above 1023.`, { cause: error });
    throw new Error(`Port ${port} cannot be used: ${message}`, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}
