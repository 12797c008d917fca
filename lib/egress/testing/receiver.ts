import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { readEnvironment } from "#lib/environment";
import { type AddressPolicy, addressPolicy } from "../address-policy.ts";

/** Servers of a test on 127.0.0.1, closed when it ends. */

export type Receiver = { port: number; connections: Socket[] };

export function startHttp(listener: RequestListener): Promise<Receiver> {
  return start(createServer(listener));
}

export function startHttps(options: ServerOptions, listener: RequestListener): Promise<Receiver> {
  return start(createTlsServer(options, listener));
}

/** A server that speaks what `serve` writes. */
export function startTcp(serve: (socket: Socket) => void): Promise<Receiver> {
  return start(
    createTcpServer((socket) => {
      socket.on("error", () => {});
      serve(socket);
    }),
  );
}

async function start(server: Server): Promise<Receiver> {
  const connections: Socket[] = [];
  server.on("connection", (socket: Socket) => connections.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return { port: (server.address() as AddressInfo).port, connections };
}

/** The policy of these two variables. */
export function policyOf(variables: { allow?: string; private?: "allow" } = {}): AddressPolicy {
  return addressPolicy(
    readEnvironment({
      CASEWIRE_SECRET: "x".repeat(32),
      CASEWIRE_DESTINATIONS_ALLOW: variables.allow,
      CASEWIRE_DESTINATIONS_PRIVATE: variables.private,
    }),
  );
}
