import { expect, it } from "vitest";
import { remoteAddress } from "#bin/web/remote-address";

it.each([
  { proxies: 0, socket: "203.0.113.9", forwarded: "198.51.100.1", address: "203.0.113.9" },
  { proxies: 1, socket: "10.0.0.1", forwarded: "198.51.100.1", address: "198.51.100.1" },
  { proxies: 1, socket: "10.0.0.1", forwarded: "6.6.6.6, 198.51.100.1", address: "198.51.100.1" },
  { proxies: 2, socket: "10.0.0.1", forwarded: "6.6.6.6, 198.51.100.1, 10.0.0.2", address: "198.51.100.1" },
  { proxies: 3, socket: "10.0.0.1", forwarded: "198.51.100.1", address: "198.51.100.1" },
  { proxies: 1, socket: "10.0.0.1", forwarded: undefined, address: "10.0.0.1" },
  { proxies: 1, socket: "10.0.0.1", forwarded: "<script>", address: "10.0.0.1" },
  { proxies: 1, socket: "10.0.0.1", forwarded: "198.51.100.1:4711", address: "198.51.100.1" },
  { proxies: 1, socket: "10.0.0.1", forwarded: "[2001:db8::1]:4711", address: "2001:db8::1" },
  { proxies: 0, socket: "::ffff:127.0.0.1", forwarded: undefined, address: "127.0.0.1" },
])("reads $address from $socket and $forwarded behind $proxies proxies", ({ proxies, socket, forwarded, address }) => {
  expect(remoteAddress(socket, { "x-forwarded-for": forwarded }, proxies)).toBe(address);
});
