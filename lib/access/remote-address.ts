import { addressBlock } from "#lib/address-block";

/** The header in which `bin/web` names the client; it overwrites whatever the client sent under that name. */
export const REMOTE_HEADER = "x-casewire-remote";
/** The header in which `bin/web` names the address the client asked, as `https://desk.example`; likewise overwritten. */
export const ORIGIN_HEADER = "x-casewire-origin";

/** The client's address as the audit log holds it; `unknown` without our server in front. */
export function remoteAddressOf(headers: Headers): string {
  return headers.get(REMOTE_HEADER)?.trim() || "unknown";
}

/** The client's address as limits count it. Where no server of ours named one it is `unknown`: those requests share one count. */
export function remoteNetwork(headers: Headers): string {
  return addressBlock(remoteAddressOf(headers));
}

/** Logged, and shown to admins, where people come over TLS and CASEWIRE_URL is not set. */
export const UNNAMED_TLS =
  "TLS stands in front, and CASEWIRE_URL is not set: set it to the public address, so that cookies are bound to TLS and to this host.";
