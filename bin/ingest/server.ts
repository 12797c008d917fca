import { createServer, type IncomingMessage, type Server } from "node:http";
import { BOUNDS } from "#bin/web/bounds";
import { remoteAddress, type Trust } from "#bin/web/remote-address";
import { readTarget } from "#bin/web/request-target";
import { securityHeaders } from "#bin/web/security-headers";
import { healthAnswer } from "#lib/health/health-answer";
import { type Answer, answer, methodNotAllowed } from "#lib/ingest/outcome";
import { receive } from "#lib/ingest/receive";
import type { HeaderPairs } from "#lib/ingest/verify";
import { readRequest } from "./read-request.ts";

const HEALTH = /^\/api\/health(?:\?|$)/;
const DOOR = /^\/api\/webhooks\/([^/?]+)(?:\?|$)/;

/** The webhook doors and `/api/health` on a bare server: the same answers as the web process gives there, and nothing else. */
export function createIngestServer(options: { trust: Trust; publicUrl: string | undefined }): Server {
  const always = securityHeaders(options.publicUrl);
  return createServer(BOUNDS, async (request, response) => {
    const { status, headers, body } = await answerTo(request, options.trust);
    response.writeHead(status, { ...always, ...headers }).end(body);
  });
}

async function answerTo(request: IncomingMessage, trust: Trust): Promise<Answer> {
  readTarget(request);
  const { url = "", method } = request;
  const source = decoded(DOOR.exec(url)?.[1] ?? "");
  if (source) return method === "POST" ? take(request, source, trust) : methodNotAllowed();
  if (HEALTH.test(url) && (method === "GET" || method === "HEAD")) return healthAnswer();
  return answer({ kind: "unknown-source" });
}

/** As the door of the web process does: raw bytes in, one fate, its answer out. */
async function take(request: IncomingMessage, source: string, trust: Trust): Promise<Answer> {
  const startedAt = performance.now();
  const receivedAt = new Date();
  const body = await readRequest(request);
  if (body === "cut" || body === "overloaded") return answer({ kind: "unavailable", why: body });
  const headers = pairsOf(request.rawHeaders);
  const client = remoteAddress(request.socket.remoteAddress, request.headers, trust);
  return answer(await receive({ source, headers, body, remoteAddress: client.address, receivedAt, startedAt }));
}

/** Node's flat list of names and values in turn. */
function pairsOf(rawHeaders: readonly string[]): HeaderPairs {
  const pairs: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) pairs.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  return pairs;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
