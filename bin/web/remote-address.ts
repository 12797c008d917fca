import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/**
 * The address of the client behind `proxies` reverse proxies of ours, each of which appends the address it was called from to
 * X-Forwarded-For. What stands further left in that header is the client's own claim and is not read.
 */
export function remoteAddress(
  socketAddress: string | undefined,
  headers: IncomingHttpHeaders,
  proxies: number,
): string {
  const socket = plain(socketAddress ?? "");
  const forwarded = [headers["x-forwarded-for"] ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((hop) => plain(hop.trim()));
  const hops = [...forwarded, socket];
  const hop = hops[Math.max(0, hops.length - 1 - proxies)] ?? "";
  return isIP(hop) ? hop : socket;
}

/** Without the port some proxies append, and IPv4 as IPv4 though it came through an IPv6 socket. */
function plain(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return bare.replace(/^::ffff:(?=\d+\.)/i, "");
}
