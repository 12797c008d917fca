import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

/** `port` 0: any port. No `host`: every address. With `reusePort` several processes may share a port, and the kernel distributes connections. */
export type Listening = { port: number; host?: string | undefined; reusePort?: boolean };

/** Resolves to the port. Throws one plain sentence that names the environment variable to change. */
export async function listenOn(server: Server, { port, host, reusePort = false }: Listening): Promise<number> {
  server.listen({ port, ...(host === undefined ? {} : { host }), reusePort });
  try {
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Error(`Port ${port} is taken. Set PORT to a free one.`, { cause: error });
    if (code === "EACCES")
      throw new Error(`Port ${port} is reserved to root. Set PORT to one above 1023.`, { cause: error });
    if (code === "EADDRNOTAVAIL")
      throw new Error(`HOST ${host} is no address of this machine. Set it to one that is.`, { cause: error });
    throw new Error(`Port ${port} cannot be used: ${message}`, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}

/** Where a server listens, for people. */
export function describeListening({ port, host }: Listening): string {
  if (host === undefined || host === "0.0.0.0" || host === "::") return `listening on port ${port} of every address`;
  const where = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return isLoopback(host)
    ? `listening on ${where}, which only this machine reaches: HOST changes that`
    : `listening on ${where}`;
}

function isLoopback(host: string): boolean {
  return host === "::1" || host.startsWith("127.");
}
