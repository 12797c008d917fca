/** A process that does nothing but `receive`: the webhook door without the pages, which takes no build and starts at once. */
import { createServer, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { listenOn } from "#bin/web/listen-on";
import { closePool } from "#db/pool";
import { environment } from "#lib/environment";
import { type Answer, answer } from "#lib/intake/fate";
import { readBody } from "#lib/intake/read-body";
import { receive } from "#lib/intake/receive";
import { stop } from "#lib/stopping";

const POOL_SECONDS = 1;

try {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await take(request);
    response.writeHead(status, headers).end(body);
  });
  whenToldToStop(async () => {
    stop();
    server.close();
    await closePool(POOL_SECONDS);
  });
  process.send?.({ serving: await listenOn(server, environment().PORT) });
} catch (error) {
  fail(error);
}

async function take(request: IncomingMessage): Promise<Answer> {
  const startedAt = performance.now();
  const receivedAt = new Date();
  const stream = Readable.toWeb(request) as ReadableStream<Uint8Array>;
  const body = await readBody(stream.getReader(), request.headers["content-length"]);
  if (body === "cut" || body === "overloaded") return answer({ kind: "unavailable", why: body });
  const source = request.url?.split("/").at(-1) ?? "";
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const remoteAddress = request.socket.remoteAddress ?? "unknown";
  return answer(await receive({ source, headers, body, remoteAddress, receivedAt, startedAt }));
}
