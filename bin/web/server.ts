import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { followAction } from "#lib/access/endpoints/action-begun";
import { ORIGIN_HEADER, UNNAMED_TLS } from "#lib/access/remote-address";
import { PATH_HEADER } from "#lib/access/sign-in-path";
import { log } from "#lib/log";
import { withoutDataSuffix } from "#lib/page-paths";
import { BOUNDS } from "./bounds.ts";
import { identifyClient } from "./client.ts";
import { foreignInWords, isForeign } from "./foreign.ts";
import { inTurn } from "./in-turn.ts";
import { isLegible } from "./legible.ts";
import type { Trust } from "./remote-address.ts";
import { readTarget } from "./request-target.ts";
import { contentSecurityPolicy, securityHeaders } from "./security-headers.ts";
import { Turns } from "./turns.ts";

const METHODS = "GET, HEAD, OPTIONS, POST, PUT";

/**
 * The HTTP server in front of `handle`. It bounds what a slow or lavish sender may hold and what one person or token has at once, says who asks and what for in headers
 * of its own (`x-casewire-…`), and gives every answer its security headers and every page a nonce (`x-nonce`) of its own.
 */
export function createWebServer(
  handle: RequestListener,
  options: { trust: Trust; publicUrl: string | undefined; dev: boolean; turns?: Turns },
): Server {
  const answer: RequestListener = (request, response) => {
    if (mayCallAction(request)) answerAction(handle, request, response);
    else handle(request, response);
  };
  const answerInTurn = inTurn(answer, options.turns ?? new Turns());
  const headers = Object.entries(securityHeaders(options.publicUrl));
  const own = options.publicUrl ? new URL(options.publicUrl) : null;
  const warnOfTls = own ? () => {} : tlsWarning();
  return createServer(BOUNDS, (request, response) => {
    readTarget(request);
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, options.dev);
    const { proven } = identifyClient(request, options.trust, own);
    warnOfTls(request);
    request.headers[PATH_HEADER] = request.url ?? "/";
    request.headers["x-nonce"] = nonce;
    request.headers["content-security-policy"] = policy;
    delete request.headers["content-security-policy-report-only"];
    response.setHeader("content-security-policy", policy);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (refuse(request, response, own)) return;
    // What Next asks of itself belongs to a request that has its turn, and waits for this one.
    if (proven) answer(request, response);
    else answerInTurn(request, response);
  });
}

/** Tells once that a trusted proxy speaks TLS to people, of which cookies and links know nothing without CASEWIRE_URL. */
function tlsWarning(): (request: IncomingMessage) => void {
  let told = false;
  return ({ headers }) => {
    if (told || !String(headers[ORIGIN_HEADER]).startsWith("https:")) return;
    told = true;
    log.warn(UNNAMED_TLS);
  };
}

/** Answers what must not or cannot reach a page, and says whether it did. */
function refuse(request: IncomingMessage, response: ServerResponse, publicUrl: URL | null): boolean {
  const because = (status: number, why: string) => {
    // Exactly this type: the page shows it where the answer to a server action is refused.
    response.writeHead(status, { "content-type": "text/plain" }).end(`${why}\n`);
    return true;
  };
  // The Request that Next makes of it may not have this method: its error would be answered 500.
  if (request.method === "TRACE") {
    response.setHeader("allow", METHODS);
    return because(405, "Nothing is traced here.");
  }
  if (!isLegible(request.url ?? "/")) return because(400, "This address cannot be read.");
  if (redirected(request, response)) return true;
  if (isForeign(request)) return because(403, foreignInWords(request, publicUrl));
  return false;
}

/** A form that is sent without scripts names its action in its fields. */
function mayCallAction({ url, method, headers }: IncomingMessage): boolean {
  if (headers["next-action"] !== undefined) return true;
  if (method !== "POST" || url?.startsWith("/api/")) return false;
  return /^multipart\/form-data/i.test(headers["content-type"] ?? "");
}

function redirected({ method, url = "/" }: IncomingMessage, response: ServerResponse): boolean {
  const location = method === "GET" || method === "HEAD" ? withoutDataSuffix(url) : undefined;
  if (location !== undefined) response.writeHead(308, { location }).end();
  return location !== undefined;
}

/**
 * Next answers 500 when it cannot read what a server action is to be given, which is the sender's fault: 400. Our actions tell of
 * their own faults in their answer; a 500 after one has begun, such as of the page that is rendered anew, stays one.
 */
function answerAction(handle: RequestListener, request: IncomingMessage, response: ServerResponse): void {
  followAction((call) => {
    const { writeHead } = response;
    response.writeHead = ((status: number, ...rest: never[]) =>
      writeHead.call(response, status === 500 && !call.begun ? 400 : status, ...rest)) as typeof writeHead;
    handle(request, response);
  });
}
