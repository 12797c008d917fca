import { recheckSession } from "#lib/access/sessions/recheck-session";
import { sessionOf } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import type { Reader } from "#lib/live/event-stream";
import { takeSeat } from "#lib/live/stream-quota";
import { whenLive } from "#lib/live/when-live";
import { log } from "#lib/log";
import { isStopping } from "#lib/stopping";

const WAIT_MS = 3000;

/** Lets a signed-in browser in to a stream of server-sent events, or says why not. `stream` is called with `ended`, to be called once. */
export async function admit(
  request: Request,
  stream: (reader: Reader & { actor: UserActor }, ended: () => void) => ReadableStream<Uint8Array>,
): Promise<Response> {
  const session = await sessionOf(request.headers).catch((error: unknown) => {
    log.warn({ err: error }, "the session of a live stream could not be read");
  });
  if (session === null) return refusal(401, "not-signed-in", "Sign in first.");
  // A browser that is let in believes that it hears everything from then on.
  if (!session || isStopping() || !(await whenLive(WAIT_MS))) return refusal(503, "unavailable", "Try again shortly.");
  const { actor, sessionId } = session;
  const leaveSeat = takeSeat(actor.id);
  if (!leaveSeat) return refusal(429, "too-many", "Too many live pages are open.");
  // With another role one is let in anew, by all that this asks of a session.
  const recheck = async () => ((await recheckSession(sessionId))?.role === actor.role ? actor : null);
  const reader = { actor, recheck, signal: request.signal };
  return new Response(stream(reader, leaveSeat), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json(
    { error: { code, message } },
    { status, headers: { "cache-control": "no-store", "retry-after": "2" } },
  );
}
