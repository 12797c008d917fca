import { environment } from "#lib/environment";

/** A browser accepts a `__Host-` cookie only from this host and over TLS: no other subdomain can set one. */
export function cookiePrefix(): string {
  return isBehindTls() ? "__Host-casewire" : "casewire";
}

/** The attributes of every sign-in cookie. */
export function cookieAttributes() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isBehindTls() } as const;
}

function isBehindTls(): boolean {
  return environment().CASEWIRE_URL?.startsWith("https:") ?? false;
}
