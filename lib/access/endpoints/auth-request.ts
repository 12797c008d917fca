import { sessionOf } from "#lib/access/sessions/session";
import { authentication } from "#lib/access/sign-in/auth";

/** better-auth brings some thirty more endpoints; what nobody needs, nobody can misuse. */
const SESSION = "GET /api/auth/get-session";
const SIGN_OUT = "POST /api/auth/sign-out";
const DOORS = new Set(["POST /api/auth/sign-in/email", SIGN_OUT, SESSION]);

/** At sign-out the browser forgets pages and drafts. Not cookies: the session's is ended by itself, and the device stays known. */
const CLEARED = '"cache", "storage"';

/** Hands a request to better-auth if it is one of the three we stand for; 404 otherwise. */
export async function authRequest(request: Request): Promise<Response> {
  const door = `${request.method} ${new URL(request.url).pathname}`;
  if (!DOORS.has(door)) return new Response("Not found", { status: 404 });
  // What better-auth takes for a session may have ended by our own rules.
  if (door === SESSION && !(await sessionOf(request.headers))) return Response.json(null);
  const answer = await authentication().handler(request);
  if (door === SIGN_OUT && answer.ok) answer.headers.set("clear-site-data", CLEARED);
  return answer;
}
