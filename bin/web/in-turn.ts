import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { requesterKey } from "#lib/access/requester-key";
import { log } from "#lib/log";
import type { Turns } from "./turns.ts";

/** What has bounds of its own, or costs nothing: webhooks, health, live streams, files of the build. */
const UNBOUNDED = /^\/(api\/(webhooks|health|live)|_next\/static)\b/;
const MESSAGE = "More was asked for at once in your name than one person or program needs.";

/** Lets `handle` answer once it is the asker's turn, or answers 429. Strangers have no turn: what they may see costs little. */
export function inTurn(handle: RequestListener, turns: Turns): RequestListener {
  return (request, response) => {
    const { url = "/", headers } = request;
    const asker = UNBOUNDED.test(url) ? undefined : requesterKey(headers);
    if (asker === undefined) handle(request, response);
    else void takeTurn(turns, { asker, request, response }, () => handle(request, response));
  };
}

type Exchange = { asker: string; request: IncomingMessage; response: ServerResponse };

async function takeTurn(turns: Turns, { asker, request, response }: Exchange, handle: () => void): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const turn = await turns.take(asker, gone.signal);
  if (!("leave" in turn)) {
    if (turn.news && !gone.signal.aborted) {
      log.warn({ asker, remote: request.headers["x-casewire-remote"] }, "more was asked for at once than one may");
    }
    if (!gone.signal.aborted) refuse(request, response, turn.retryAfterSeconds);
    return;
  }
  if (gone.signal.aborted) return turn.leave();
  response.once("close", turn.leave);
  handle();
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
    // Exactly this type: the page shows it where the answer to a server action is refused.
    response.writeHead(429, { "content-type": "text/plain" }).end(`${MESSAGE} Try again in ${seconds} s.\n`);
  }
}

/** Asks again by itself. */
function page(seconds: number): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="${seconds}"><title>One moment · Casewire</title></head>
<body><h1>One moment</h1><p>${MESSAGE} This page asks again by itself.</p></body></html>
`;
}
