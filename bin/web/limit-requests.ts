import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { requesterKey } from "#lib/access/requester-key";
import { log } from "#lib/log";
import type { RequestLimiter } from "./request-limiter.ts";

/** Paths with limits of their own, or without cost: webhooks, health, live streams, static files. */
const EXEMPT = /^\/(api\/(webhooks|health|live)|_next\/static)\b/;
const MESSAGE = "More was asked for at once in your name than one person or program needs.";

/** Calls `handle` once the requester has a slot, or answers 429. Anonymous requests are not limited: the pages they may see cost little. */
export function limitRequests(handle: RequestListener, limiter: RequestLimiter): RequestListener {
  return (request, response) => {
    const { url = "/", headers } = request;
    const requester = EXEMPT.test(url) ? undefined : requesterKey(headers);
    if (requester === undefined) handle(request, response);
    else void handleInSlot(limiter, { requester, request, response }, () => handle(request, response));
  };
}

type Exchange = { requester: string; request: IncomingMessage; response: ServerResponse };

async function handleInSlot(limiter: RequestLimiter, exchange: Exchange, handle: () => void): Promise<void> {
  const { requester, request, response } = exchange;
  const disconnected = new AbortController();
  const { signal } = disconnected;
  response.once("close", () => disconnected.abort());
  const slot = await limiter.acquire(requester, signal);
  if ("release" in slot) {
    if (signal.aborted) return slot.release();
    response.once("close", slot.release);
    handle();
  } else if (!signal.aborted) {
    if (slot.shouldLog) {
      log.warn({ requester, remote: request.headers["x-casewire-remote"] }, "more was asked for at once than one may");
    }
    refuse(request, response, slot.retryAfterSeconds);
  }
}

function refuse({ url = "/", headers }: IncomingMessage, response: ServerResponse, seconds: number): void {
  response.setHeader("retry-after", seconds);
  response.setHeader("cache-control", "no-store");
  if (url.startsWith("/api/")) {
    const body = JSON.stringify({ error: { code: "too-many", message: MESSAGE } });
    response.writeHead(429, { "content-type": "application/json" }).end(body);
  } else if (headers["next-action"] === undefined && headers.rsc === undefined) {
    response.writeHead(429, { "content-type": "text/html; charset=utf-8" }).end(page(seconds));
  } else {
    // Exactly this type: React shows the text of a refused server action only then.
    response.writeHead(429, { "content-type": "text/plain" }).end(`${MESSAGE} Try again in ${seconds} s.\n`);
  }
}

/** Reloads itself. */
function page(seconds: number): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="${seconds}"><title>One moment · Casewire</title></head>
<body><h1>One moment</h1><p>${MESSAGE} This page asks again by itself.</p></body></html>
`;
}
