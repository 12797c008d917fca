import { expect, it } from "vitest";
import { remoteNetwork } from "./remote-address.ts";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", "unknown"],
])("counts %s as %s", (address, network) => {
  expect(remoteNetwork(new Headers({ "x-casewire-remote": address }))).toBe(network);
});
