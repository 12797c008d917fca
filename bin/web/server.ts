import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { BOUNDS } from "#bin/web/bounds";
import { isForeign } from "#bin/web/foreign";
import { isLegible } from "#bin/web/legible";
import { remoteAddress } from "#bin/web/remote-address";
import { readTarget } from "#bin/web/request-target";
import { contentSecurityPolicy, securityHeaders } from "#bin/web/security-headers";
import { followAction } from "#lib/access/action-begun";
import { withoutDataSuffix } from "#lib/page-paths";

const METHODS = "GET, HEAD, OPTIONS, POST, PUT";

/**
 * The HTTP server in front of `handle`. It bounds what a slow or lavish sender may hold, says where a request really came from in
 * `x-casewire-remote` and what it asked for in `x-casewire-path`, and gives every answer its security headers and every page a nonce (`x-nonce`) of its own.
 */
export function createWebServer(
  handle: RequestListener,
  options: { proxies: number; publicUrl: string | undefined; dev: boolean },
): Server {
  const headers = Object.entries(securityHeaders(options.publicUrl));
  const own = options.publicUrl ? new URL(options.publicUrl) : null;
  return createServer(BOUNDS, (request, response) => {
    readTarget(request);
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, options.dev);
    request.headers["x-casewire-remote"] = remoteAddress(
      request.socket.remoteAddress,
      request.headers,
      options.proxies,
    );
    request.headers["x-casewire-path"] = request.url ?? "/";
    // Next refuses a server action whose Origin is not the host that was asked. A proxy may have rewritten that host: a page of our
    // public address is our own all the same.
    if (own && request.headers.origin === own.origin) request.headers["x-forwarded-host"] = own.host;
    request.headers["x-nonce"] = nonce;
    request.headers["content-security-policy"] = policy;
    delete request.headers["content-security-policy-report-only"];
    response.setHeader("content-security-policy", policy);
    for (const [name, value] of headers) response.setHeader(name, value);
    serve(handle, request, response);
  });
}

function serve(handle: RequestListener, request: IncomingMessage, response: ServerResponse): void {
  // The Request that Next makes of it may not have this method: its error would be answered 500.
  if (request.method === "TRACE") refuse(response.setHeader("allow", METHODS), 405, "Nothing is traced here.");
  else if (!isLegible(request.url ?? "/")) refuse(response, 400, "This address cannot be read.");
  else if (redirected(request, response)) return;
  else if (isForeign(request)) refuse(response, 403, "This form was sent from a page of another site.");
  else if (mayCallAction(request)) answerAction(handle, request, response);
  else handle(request, response);
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

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${why}\n`);
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
