import { environment } from "#lib/environment";

/** Under `__Host-` a browser takes a cookie from this very host over TLS alone: no neighbour's subdomain can plant one. */
export function cookiePrefix(): string {
  return isBehindTls() ? "__Host-casewire" : "casewire";
}

/** What every cookie of a sign-in has. */
export function cookieAttributes() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isBehindTls() } as const;
}

function isBehindTls(): boolean {
  return environment().CASEWIRE_URL?.startsWith("https:") ?? false;
}
