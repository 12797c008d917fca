import { markSeen } from "#lib/access/sessions/idle";
import { sessionOf } from "#lib/access/sessions/session";

/** A page tells that somebody uses it: keys and clicks, at most once a minute. What a page asks for by itself says nothing of a person. */
export async function POST(request: Request): Promise<Response> {
  const session = await sessionOf(request.headers);
  if (session) markSeen(session.sessionId);
  return new Response(null, { status: session ? 204 : 401, headers: { "cache-control": "no-store" } });
}
