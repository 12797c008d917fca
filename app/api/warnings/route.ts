import { sessionOf } from "#lib/access/sessions/session";
import { may } from "#lib/permissions";
import { currentWarnings } from "#lib/provider/warnings";

/** What is off, for pages that are open: the strip asks every half minute. It says nothing of a person's activity. */
export async function GET(request: Request): Promise<Response> {
  const session = await sessionOf(request.headers);
  if (!session) return new Response(null, { status: 401, headers: NO_STORE });
  if (!may(session.actor.role, "provider:read")) return new Response(null, { status: 403, headers: NO_STORE });
  return Response.json({ warnings: currentWarnings(session.actor) }, { headers: NO_STORE });
}

const NO_STORE = { "cache-control": "no-store" };
