import { expect, it } from "vitest";
import type { TrustedProxies } from "#lib/environment";
import { remoteAddress, trustOf } from "./remote-address.ts";

type Line = { trusted: TrustedProxies; socket: string; forwarded?: string; address: string; proxies: number };

it.each<Line>([
  { trusted: 0, socket: "203.0.113.9", forwarded: "198.51.100.1", address: "203.0.113.9", proxies: 0 },
  { trusted: 1, socket: "10.0.0.1", forwarded: "198.51.100.1", address: "198.51.100.1", proxies: 1 },
  { trusted: 1, socket: "10.0.0.1", forwarded: "6.6.6.6, 198.51.100.1", address: "198.51.100.1", proxies: 1 },
  { trusted: 2, socket: "10.0.0.1", forwarded: "6.6.6.6, 198.51.100.1, 10.0.0.2", address: "198.51.100.1", proxies: 2 },
  { trusted: 3, socket: "10.0.0.1", forwarded: "198.51.100.1", address: "198.51.100.1", proxies: 1 },
  { trusted: 1, socket: "10.0.0.1", address: "10.0.0.1", proxies: 1 },
  { trusted: 1, socket: "10.0.0.1", forwarded: "<script>", address: "10.0.0.1", proxies: 1 },
  { trusted: 1, socket: "10.0.0.1", forwarded: "198.51.100.1:4711", address: "198.51.100.1", proxies: 1 },
  { trusted: 1, socket: "10.0.0.1", forwarded: "[2001:db8::1]:4711", address: "2001:db8::1", proxies: 1 },
  { trusted: 0, socket: "::ffff:127.0.0.1", address: "127.0.0.1", proxies: 0 },
  { trusted: ["10.0.0.0/8"], socket: "203.0.113.9", forwarded: "198.51.100.1", address: "203.0.113.9", proxies: 0 },
  {
    trusted: ["10.0.0.0/8"],
    socket: "::ffff:10.0.0.1",
    forwarded: "198.51.100.1",
    address: "198.51.100.1",
    proxies: 1,
  },
  { trusted: ["10.0.0.1"], socket: "10.0.0.1", forwarded: "6.6.6.6, 10.0.0.2", address: "10.0.0.2", proxies: 1 },
  {
    trusted: ["loopback", "2001:db8::/32"],
    socket: "::1",
    forwarded: "192.0.2.4, 2001:db8::7",
    address: "192.0.2.4",
    proxies: 2,
  },
  {
    trusted: ["uniquelocal"],
    socket: "192.168.1.1",
    forwarded: "6.6.6.6, unknown",
    address: "192.168.1.1",
    proxies: 1,
  },
])(
  "reads $address from $socket and $forwarded, where $trusted is trusted",
  ({ trusted, socket, forwarded, ...read }) => {
    expect(remoteAddress(socket, { "x-forwarded-for": forwarded }, trustOf(trusted))).toEqual(read);
  },
);
