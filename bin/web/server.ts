import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { followAction } from "#lib/access/endpoints/action-begun";
import { ORIGIN_HEADER, UNNAMED_TLS } from "#lib/access/remote-address";
import { PATH_HEADER } from "#lib/access/sign-in-path";
import { log } from "#lib/log";
import { withoutDataSuffix } from "#lib/page-paths";
import { identifyClient } from "./client.ts";
import { crossSiteFormMessage, isCrossSiteForm } from "./cross-site-form.ts";
import { limitRequests } from "./limit-requests.ts";
import type { Trust } from "./remote-address.ts";
import { RequestLimiter } from "./request-limiter.ts";
import { isValidTarget, normalizeTarget } from "./request-target.ts";
import { contentSecurityPolicy, securityHeaders } from "./security-headers.ts";
import { SERVER_LIMITS } from "./server-limits.ts";

const METHODS = "GET, HEAD, OPTIONS, POST, PUT";

/**
 * The HTTP server in front of `handle`. It limits slow clients and the concurrent requests of one person or token, passes on the client's
 * address and the requested path in headers of its own (`x-casewire-…`), and adds security headers and a nonce (`x-nonce`) to each answer.
 */
export function createWebServer(
  handle: RequestListener,
  options: { trust: Trust; publicUrl: string | undefined; dev: boolean; limiter?: RequestLimiter },
): Server {
  const answer: RequestListener = (request, response) => {
    if (mayCallAction(request)) answerAction(handle, request, response);
    else handle(request, response);
  };
  const answerInSlot = limitRequests(answer, options.limiter ?? new RequestLimiter());
  const headers = Object.entries(securityHeaders(options.publicUrl));
  const own = options.publicUrl ? new URL(options.publicUrl) : null;
  const warnOfTls = own ? () => {} : tlsWarning();
  return createServer(SERVER_LIMITS, (request, response) => {
    normalizeTarget(request);
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
    // A request of Next to itself belongs to one that holds a slot and waits for this one.
    if (proven) answer(request, response);
    else answerInSlot(request, response);
  });
}

/** Warns once when a trusted proxy terminates TLS and CASEWIRE_URL is not set, which cookies and links depend on. */
function tlsWarning(): (request: IncomingMessage) => void {
  let warned = false;
  return ({ headers }) => {
    if (warned || !String(headers[ORIGIN_HEADER]).startsWith("https:")) return;
    warned = true;
    log.warn(UNNAMED_TLS);
  };
}

/** Answers requests that must not or cannot reach a page. Returns whether it did. */
function refuse(request: IncomingMessage, response: ServerResponse, publicUrl: URL | null): boolean {
  const because = (status: number, why: string) => {
    // Exactly this type: React shows the text of a refused server action only then.
    response.writeHead(status, { "content-type": "text/plain" }).end(`${why}\n`);
    return true;
  };
  // Next builds a Request, which throws on this method: the answer would be a 500.
  if (request.method === "TRACE") {
    response.setHeader("allow", METHODS);
    return because(405, "Nothing is traced here.");
  }
  if (!isValidTarget(request.url ?? "/")) return because(400, "This address cannot be read.");
  if (redirected(request, response)) return true;
  if (isCrossSiteForm(request)) return because(403, crossSiteFormMessage(request, publicUrl));
  return false;
}

/** Without scripts, a form names its action in a field. */
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
 * Turns Next's 500 for unreadable arguments of a server action into a 400, because that is the client's error. A 500 after the action has
 * begun, such as from rendering the page again, stays a 500.
 */
function answerAction(handle: RequestListener, request: IncomingMessage, response: ServerResponse): void {
  followAction((call) => {
    const { writeHead } = response;
    response.writeHead = ((status: number, ...rest: never[]) =>
      writeHead.call(response, status === 500 && !call.begun ? 400 : status, ...rest)) as typeof writeHead;
    handle(request, response);
  });
}
