import { sessionOf } from "#lib/access/sessions/session";
import { authentication } from "#lib/access/sign-in/auth";

/** better-auth has some thirty more endpoints. What is not needed is not open. */
const SESSION = "GET /api/auth/get-session";
const SIGN_OUT = "POST /api/auth/sign-out";
const OPEN_ENDPOINTS = new Set(["POST /api/auth/sign-in/email", SIGN_OUT, SESSION]);

/** At sign-out the browser deletes cached pages and drafts. Not cookies: the session's is deleted anyway, and the device cookie stays. */
const CLEARED = '"cache", "storage"';

/** Passes a request to better-auth if its endpoint is open; 404 otherwise. */
export async function authRequest(request: Request): Promise<Response> {
  const endpoint = `${request.method} ${new URL(request.url).pathname}`;
  if (!OPEN_ENDPOINTS.has(endpoint)) return new Response("Not found", { status: 404 });
  // A session that better-auth accepts may have ended by our idle limit, or lack its second factor.
  if (endpoint === SESSION && !(await sessionOf(request.headers))) return Response.json(null);
  const answer = await authentication().handler(request);
  if (endpoint === SIGN_OUT && answer.ok) answer.headers.set("clear-site-data", CLEARED);
  return answer;
}
