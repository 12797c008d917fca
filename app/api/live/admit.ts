import { recheckSession } from "#lib/access/sessions/recheck-session";
import { sessionOf } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import type { Reader } from "#lib/live/event-stream";
import { whenLive } from "#lib/live/listen";
import { takeStream } from "#lib/live/stream-quota";
import { log } from "#lib/log";
import { isStopping } from "#lib/stopping";

const WAIT_MS = 3000;

/** Opens a stream of server-sent events to a signed-in browser, or says why not. `stream` is called with `onEnd`, to be called once. */
export async function admit(
  request: Request,
  stream: (reader: Reader & { actor: UserActor }, onEnd: () => void) => ReadableStream<Uint8Array>,
): Promise<Response> {
  const session = await sessionOf(request.headers).catch((error: unknown) => {
    log.warn({ err: error }, "the session of a live stream could not be read");
  });
  if (session === null) return refusal(401, "not-signed-in", "Sign in first.");
  // A browser with a stream relies on being told of everything from then on.
  if (!session || isStopping() || !(await whenLive(WAIT_MS))) return refusal(503, "unavailable", "Try again shortly.");
  const { actor, sessionId } = session;
  const release = takeStream(actor.id);
  if (!release) return refusal(429, "too-many", "Too many live pages are open.");
  // A reader with another role connects again and is checked in full.
  const recheck = async () => ((await recheckSession(sessionId))?.role === actor.role ? actor : null);
  const reader = { actor, recheck, signal: request.signal };
  return new Response(stream(reader, release), {
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
