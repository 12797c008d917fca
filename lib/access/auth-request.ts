import { authentication } from "#lib/access/auth";

/** better-auth brings some thirty more endpoints; what nobody needs, nobody can misuse. */
const DOORS = new Set(["POST /api/auth/sign-in/email", "POST /api/auth/sign-out", "GET /api/auth/get-session"]);

/** Hands a request to better-auth if it is one of the three we stand for; 404 otherwise. */
export function authRequest(request: Request): Promise<Response> {
  const door = `${request.method} ${new URL(request.url).pathname}`;
  if (DOORS.has(door)) return authentication().handler(request);
  return Promise.resolve(new Response("Not found", { status: 404 }));
}
