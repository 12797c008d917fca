import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";
import type { TrustedProxies } from "#lib/environment";

/** Whether the peer at `address` is a trusted reverse proxy; `hop` 0 is the one that opened the connection. */
export type Trust = (address: string, hop: number) => boolean;

/** CASEWIRE_TRUSTED_PROXIES: a number of hops, or a list of addresses. */
export function trustOf(proxies: TrustedProxies): Trust {
  return typeof proxies === "number" ? (_address, hop) => hop < proxies : proxyAddr.compile([...proxies]);
}

/**
 * The client's address: the last entry of X-Forwarded-For that no trusted proxy vouches for. Each trusted proxy appends the address of its
 * peer; entries further left are the client's own claim. `proxies` is the number of trusted proxies in between.
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

/** Removes the port that some proxies append, and the IPv6 prefix of a mapped IPv4 address. */
function plain(hop: string): string {
  const address = hop.trim();
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return bare.replace(/^::ffff:(?=\d+\.)/i, "");
}
