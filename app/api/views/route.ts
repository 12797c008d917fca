import { sessionOf } from "#lib/access/sessions/session";
import { countNew } from "#lib/saved-views/count-new";

/** What is new in the reader's saved views, for pages that are open: the sidebar asks every minute. It says nothing of a person's activity. */
export async function GET(request: Request): Promise<Response> {
  const session = await sessionOf(request.headers);
  if (!session) return new Response(null, { status: 401, headers: NO_STORE });
  return Response.json({ counts: await countNew(session.actor) }, { headers: NO_STORE });
}

const NO_STORE = { "cache-control": "no-store" };
