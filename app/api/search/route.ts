import { sessionOf } from "#lib/access/sessions/session";
import { searchedWords } from "#lib/query-params";
import { searchEverything } from "#lib/search/search-everything";
import { exactPath, groupsOf } from "../../(dashboard)/search/hits.ts";

/** For the palette of a signed-in browser: what `/search` finds, and the page of the one thing that is called exactly so. */
export async function GET(request: Request): Promise<Response> {
  const session = await sessionOf(request.headers);
  const headers = { "cache-control": "no-store" };
  if (!session)
    return Response.json({ error: { code: "not-signed-in", message: "Sign in first." } }, { status: 401, headers });
  const words = searchedWords.safeParse(new URL(request.url).searchParams.get("q"));
  if (!words.success) return Response.json({ groups: [], exact: null }, { headers });
  const { actor } = session;
  const results = await searchEverything(actor, { q: words.data });
  const exact = results.exact && exactPath(actor, results.exact);
  return Response.json({ groups: groupsOf(actor, results), exact }, { headers });
}
