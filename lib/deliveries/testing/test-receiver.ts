import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { path: string; headers: IncomingHttpHeaders; body: Buffer; at: number };
type Answer = (response: ServerResponse, request: Received) => void;

/** A receiver on loopback that keeps every request. `answer` may be set anew at any time. */
export async function startReceiver() {
  const receiver = {
    url: "",
    requests: [] as Received[],
    answer: ((response) => response.writeHead(204).end()) as Answer,
    stop: () => Promise.resolve(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = {
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks),
      at: performance.now(),
    };
    receiver.requests.push(received);
    receiver.answer(response, received);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  receiver.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return receiver;
}
