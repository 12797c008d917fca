import { cookieAttributes, cookiePrefix } from "#lib/access/cookies";
import { sessionOf } from "#lib/access/sessions/session";
import { authentication } from "#lib/access/sign-in/auth";
import { nextPath } from "#lib/access/sign-in-path";
import { log } from "#lib/log";
import { finishOidc } from "./finish-oidc.ts";
import { oidcName } from "./provider.ts";
import { OidcRefusal } from "./refusals.ts";
import { PENDING_SECONDS, startOidc } from "./start-oidc.ts";

/** Redirects the browser to the provider. Requests from other sites are ignored, so that they cannot start a sign-in. */
export async function beginOidcSignIn(request: Request): Promise<Response> {
  if (oidcName() === null) return new Response("Not found", { status: 404 });
  if (request.headers.get("sec-fetch-site") === "cross-site") return redirect("/sign-in");
  try {
    const { searchParams } = new URL(request.url);
    const expected = searchParams.has("anew") ? await sessionOf(request.headers) : null;
    const { location, cookie } = await startOidc(nextPath(searchParams.get("next")), expected?.actor.id);
    return redirect(location, pendingCookie(cookie, new Date(Date.now() + PENDING_SECONDS * 1000)));
  } catch (error) {
    log.warn({ err: error }, "the identity provider does not answer");
    return redirect("/sign-in?sso=away");
  }
}

/** Handles the provider's answer: signs the browser in, or shows on the sign-in page why not. */
export async function endOidcSignIn(request: Request): Promise<Response> {
  if (oidcName() === null) return new Response("Not found", { status: 404 });
  const spent = pendingCookie("", new Date(0));
  try {
    const { next, ...person } = await finishOidc(new URL(request.url).search, readCookie(request));
    await authentication().api.startOidcSession({ body: person, headers: request.headers });
    return redirect(next, spent);
  } catch (error) {
    if (!(error instanceof OidcRefusal)) throw error;
    log.warn({ err: error, reason: error.code }, "sign-in through the identity provider refused");
    return redirect(`/sign-in?sso=${error.code}`, spent);
  }
}

/** Our own pages by relative address: a proxy may change the host. */
function redirect(location: string, cookie?: string): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (cookie) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

const cookieName = () => `${cookiePrefix()}.sso`;

/** SameSite=Lax, since the browser returns from the provider's site. Expires, since Next drops a Max-Age of 0. */
function pendingCookie(value: string, expires: Date): string {
  const secure = cookieAttributes().secure ? "; Secure" : "";
  return `${cookieName()}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}

function readCookie(request: Request): string | undefined {
  const start = `${cookieName()}=`;
  const pairs = request.headers.get("cookie")?.split(";") ?? [];
  return pairs
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
