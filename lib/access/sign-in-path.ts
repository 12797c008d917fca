/** The header in which `bin/web` gives the path and query that was asked for; it overwrites what the client sent. */
export const PATH_HEADER = "x-casewire-path";

const HOME = "/cases";

/** Where to sign in so as to come back to `asked` afterwards. */
export function signInPath(asked: string | null): string {
  const next = nextPath(asked);
  return next === HOME ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** Where to give or set up a second factor so as to come to `asked` afterwards. */
export function secondFactorPath(asked: string | null): string {
  return signInPath(asked).replace(/^\/sign-in/, "/sign-in/second-factor");
}

/**
 * Where to go after signing in: `wanted` if it is a page of ours, else the board. Whoever made the link chose `wanted`: it must not
 * lead to another site (`//evil.test`, `/\evil.test` and `/<tab>/evil.test` all do, as browsers read them), nor to an API.
 */
export function nextPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith("/")) return HOME;
  const here = "http://here.invalid";
  if (!URL.canParse(wanted, here)) return HOME;
  const url = new URL(wanted, here);
  if (url.origin !== here || /^\/(api|sign-in|invite|forgot-password|reset-password)(\/|$)/.test(url.pathname))
    return HOME;
  url.searchParams.delete("_rsc");
  // A path that begins with two slashes would be read as a host, once it stands without its origin.
  return url.pathname.startsWith("//") ? HOME : `${url.pathname}${url.search}`;
}
