import { createServer, type IncomingMessage, type Server } from "node:http";
import { remoteAddress, type Trust } from "#bin/web/remote-address";
import { normalizeTarget } from "#bin/web/request-target";
import { securityHeaders } from "#bin/web/security-headers";
import { SERVER_LIMITS } from "#bin/web/server-limits";
import { healthAnswer } from "#lib/health/health";
import { type Answer, answer, methodNotAllowed } from "#lib/ingest/outcome";
import { receive } from "#lib/ingest/receive";
import { headerPairs, readRequest } from "./read-request.ts";

const HEALTH = /^\/api\/health(?:\?|$)/;
const ENDPOINT = /^\/api\/webhooks\/([^/?]+)(?:\?|$)/;

/** The webhook endpoints and `/api/health` on a plain `node:http` server, with the web process's answers. Nothing else is served. */
export function createIngestServer(options: { trust: Trust; publicUrl: string | undefined }): Server {
  const always = securityHeaders(options.publicUrl);
  return createServer(SERVER_LIMITS, async (request, response) => {
    const { status, headers, body } = await answerTo(request, options.trust);
    response.writeHead(status, { ...always, ...headers }).end(body);
  });
}

async function answerTo(request: IncomingMessage, trust: Trust): Promise<Answer> {
  normalizeTarget(request);
  const { url = "", method } = request;
  const source = decoded(ENDPOINT.exec(url)?.[1] ?? "");
  if (source) return method === "POST" ? receiveWebhook(request, source, trust) : methodNotAllowed();
  if (HEALTH.test(url) && (method === "GET" || method === "HEAD")) return healthAnswer();
  return answer({ kind: "unknown-source" });
}

/** As `POST` of `app/api/webhooks/[source]/route.ts`. */
async function receiveWebhook(request: IncomingMessage, source: string, trust: Trust): Promise<Answer> {
  const startedAt = performance.now();
  const receivedAt = new Date();
  const body = await readRequest(request);
  if (body === "cut" || body === "overloaded") return answer({ kind: "unavailable", why: body });
  const headers = headerPairs(request);
  const client = remoteAddress(request.socket.remoteAddress, request.headers, trust);
  return answer(await receive({ source, headers, body, remoteAddress: client.address, receivedAt, startedAt }));
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
