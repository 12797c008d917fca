/** A receiver on loopback: answers 204 to every POST. A GET tells when each message arrived since the last GET, in milliseconds since 1970. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Arrival = { refId: string; at: number };

let arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  const at = performance.timeOrigin + performance.now();
  if (request.method === "GET") {
    response.end(JSON.stringify(arrivals));
    arrivals = [];
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    response.writeHead(204).end();
    const { data } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    arrivals.push({ refId: data.refId, at });
  });
});

server.listen(0, "127.0.0.1", () => process.send?.({ serving: (server.address() as AddressInfo).port }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
