import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";
import type { TrustedProxies } from "#lib/environment";

/** Whether the peer at `address`, `hop` steps away from us (0: it opened the connection), is a reverse proxy of ours. */
export type Trust = (address: string, hop: number) => boolean;

/** What CASEWIRE_TRUSTED_PROXIES says: the last so many hops, or whoever has one of these addresses. */
export function trustOf(proxies: TrustedProxies): Trust {
  return typeof proxies === "number" ? (_address, hop) => hop < proxies : proxyAddr.compile([...proxies]);
}

/**
 * Who asks, as far as it can be believed: each trusted proxy appends the address it was called from to X-Forwarded-For, and what stands
 * left of the first untrusted one is the client's own claim. `proxies`: how many trusted ones the request came through.
 */
export function remoteAddress(
  socketAddress: string | undefined,
  headers: IncomingHttpHeaders,
  trust: Trust,
): { address: string; proxies: number } {
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",").map(plain);
  const socket = plain(socketAddress ?? "");
  const request = { headers: { "x-forwarded-for": forwarded.join(",") }, socket: { remoteAddress: socket } };
  const hops = proxyAddr.all(request as unknown as IncomingMessage, trust);
  const address = hops.findLast((hop) => isIP(hop)) ?? socket;
  return { address, proxies: trust(socket, 0) ? Math.max(1, hops.length - 1) : 0 };
}

/** Without the port some proxies append, and IPv4 as IPv4 though it came through an IPv6 socket. */
function plain(hop: string): string {
  const address = hop.trim();
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return bare.replace(/^::ffff:(?=\d+\.)/i, "");
}
