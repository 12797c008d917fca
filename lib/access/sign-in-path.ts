/** The header in which `bin/web` gives the path and query that was asked for; it overwrites what the client sent. */
export const PATH_HEADER = "x-casewire-path";

/** It leads on to the first page that the person chose. */
const HOME = "/";

/** The sign-in page that leads back to `asked`. */
export function signInPath(asked: string | null): string {
  const next = nextPath(asked);
  return next === HOME ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** The page of the second factor that leads on to `asked`. */
export function secondFactorPath(asked: string | null): string {
  return signInPath(asked).replace(/^\/sign-in/, "/sign-in/second-factor");
}

/**
 * Where to go after signing in: `wanted` if it is a page of ours, else their first page. A stranger may have made the link, so `wanted` must not
 * lead to another site (browsers read `//evil.test`, `/\evil.test` and `/<tab>/evil.test` as one) or to an API.
 */
export function nextPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith("/")) return HOME;
  const here = "http://here.invalid";
  if (!URL.canParse(wanted, here)) return HOME;
  const url = new URL(wanted, here);
  if (url.origin !== here || /^\/(api|sign-in|invite|forgot-password|reset-password)(\/|$)/.test(url.pathname))
    return HOME;
  url.searchParams.delete("_rsc");
  // Without its origin, a path that begins with two slashes is read as a host.
  return url.pathname.startsWith("//") ? HOME : `${url.pathname}${url.search}`;
}
