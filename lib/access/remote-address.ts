import { isIPv6 } from "node:net";

/** The header in which `bin/web` names the client; it overwrites whatever the client sent under that name. */
export const REMOTE_HEADER = "x-casewire-remote";
/** The header in which `bin/web` names the address the client asked, as `https://desk.example`; likewise overwritten. */
export const ORIGIN_HEADER = "x-casewire-origin";

/** The client's address as it goes on record; `unknown` where no server of ours named it. */
export function remoteAddressOf(headers: Headers): string {
  return headers.get(REMOTE_HEADER)?.trim() || "unknown";
}

/**
 * The client's address as limits count it: of an IPv6 address its /64, because one household is given a whole /64 and could use
 * a fresh address for every attempt. `unknown` where no server of ours named it: then all share one count.
 */
export function remoteNetwork(headers: Headers): string {
  const address = headers.get(REMOTE_HEADER)?.trim() ?? "";
  if (!isIPv6(address)) return address || "unknown";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail = ""] = address.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const zeros = address.includes("::") ? Array(Math.max(0, 8 - left.length - right.length)).fill("0") : [];
  return `${[...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** Told in the log and to admins where people come over TLS and CASEWIRE_URL is not set. */
export const UNNAMED_TLS =
  "TLS stands in front, and CASEWIRE_URL is not set: set it to the public address, so that cookies are bound to TLS and to this host.";
