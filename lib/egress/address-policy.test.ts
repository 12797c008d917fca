import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { checkAddress, isAddressAllowed } from "./address-policy.ts";
import { policyOf } from "./testing/receiver.ts";

const strict = policyOf();
const open = policyOf({ private: "allow" });

/** Of each range the first and the last address. */
const SPECIAL = [
  ["loopback", "127.0.0.1", "127.255.255.255", "::1"],
  ["unspecified", "0.0.0.0", "0.255.255.255", "::"],
  ["link-local", "169.254.0.0", "169.254.255.255", "fe80::", "febf::1", "fe80::1%eth0"],
  ["multicast", "224.0.0.0", "239.255.255.255", "ff00::", "ff02::1"],
  ["broadcast", "255.255.255.255"],
  ["reserved", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.9"],
  ["reserved", "240.0.0.0", "255.255.255.254", "192.175.48.1", "192.52.193.1"],
  [
    "reserved",
    "100::1",
    "2001:2::1",
    "2001:db8::1",
    "3fff::1",
    "2001:20::1",
    "5f00::1",
    "fec0::1",
    "4000::1",
    "e000::1",
  ],
  ["a cloud's metadata service", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192"],
  ["a cloud's metadata service", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:42::42"],
  ["IPv4-mapped", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0a00:1"],
  ["IPv4-translated", "::ffff:0:127.0.0.1"],
  ["IPv4-compatible", "::7f00:1", "::2"],
  ["NAT64", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::8.8.8.8"],
  ["6to4", "2002:7f00:1::", "2002:808:808::1"],
  ["Teredo", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
].flatMap(([word = "", ...addresses]) => addresses.map((address) => ({ word, address })));

const PRIVATE = [
  ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"],
  ["100.64.0.0", "100.127.255.255", "fc00::1", "fd12:3456::1"],
].flat();

const PUBLIC = ["1.1.1.1", "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0"];
PUBLIC.push("100.63.255.255", "100.128.0.0", "192.167.1.1", "198.17.1.1", "223.255.255.255", "2606:4700::1111");

describe("checkAddress", () => {
  it.each(SPECIAL)("refuses $address as $word, private ones allowed or not", ({ word, address }) => {
    for (const policy of [strict, open])
      expect(checkAddress(address, policy)).toEqual({
        tier: "special",
        sentence: `the address ${ipaddr.parse(address)} is ${word}: name it in CASEWIRE_DESTINATIONS_ALLOW to send there`,
      });
  });

  it.each(PRIVATE)("refuses %s until the switch for private addresses is set", (address) => {
    expect(checkAddress(address, strict)).toEqual({
      tier: "private",
      sentence: `the address ${address} is private: set CASEWIRE_DESTINATIONS_PRIVATE=allow to send there`,
    });
    expect(checkAddress(address, open)).toBeUndefined();
  });

  it.each(PUBLIC)("takes %s", (address) => {
    expect(checkAddress(address, strict)).toBeUndefined();
  });

  it.each(["", "0177.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "localhost", "1.2.3.4/32", "::1]"])(
    "refuses %j, which is no address",
    (text) => {
      expect(checkAddress(text, policyOf({ allow: "0.0.0.0/0 ::/0", private: "allow" }))?.tier).toBe("special");
    },
  );

  it("takes what the list holds, and nothing beside it", () => {
    const policy = policyOf({ allow: "127.0.0.1 169.254.169.0/24 10.1.0.0/16 ::1" });
    for (const address of ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1"]) {
      expect(checkAddress(address, policy)).toBeUndefined();
      expect(isAddressAllowed(address, policy)).toBe(true);
    }
    for (const address of ["127.0.0.2", "169.254.170.2", "10.2.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
      expect(checkAddress(address, policy)).toBeDefined();
    expect(isAddressAllowed("1.1.1.1", policy)).toBe(false);
  });

  it("judges the addresses behind an allowed gateway one by one", () => {
    const policy = policyOf({ allow: "64:ff9b::/96 64:ff9b:1::/48 2001::/32" });
    expect(checkAddress("64:ff9b::8.8.8.8", policy)).toBeUndefined();
    expect(checkAddress("64:ff9b:1::8.8.8.8", policy)).toBeUndefined();
    expect(checkAddress("64:ff9b::127.0.0.1", policy)?.sentence).toContain("127.0.0.1 is loopback");
    expect(checkAddress("64:ff9b::10.0.0.3", policy)?.tier).toBe("private");
    expect(checkAddress("64:ff9b:1:7f00:0:100::", policy)?.sentence).toContain("127.0.0.1 is loopback");
    // Server 8.8.8.8, client 127.0.0.1 with its bits inverted.
    expect(checkAddress("2001:0:808:808::80ff:fffe", policy)?.sentence).toContain("127.0.0.1 is loopback");
  });

  it("takes one address of such a form that is named itself", () => {
    expect(checkAddress("::ffff:7f00:1", policyOf({ allow: "::ffff:127.0.0.1" }))).toBeUndefined();
  });

  it("refuses an IPv4 address that is not public in every spelling of every form of it", () => {
    const bad = fc.constantFrom(
      ...[...SPECIAL.map(({ address }) => address), ...PRIVATE].filter((one) => !one.includes(":")),
    );
    const hex = (address: string) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
      return [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
    };
    const forms: ((address: string) => string)[] = [
      (address) => address,
      (address) => `::ffff:${address}`,
      (address) => `::ffff:${hex(address).join(":")}`,
      (address) => `0:0:0:0:0:ffff:${address}`,
      (address) => `::${address}`,
      (address) => `64:ff9b::${address}`,
      (address) => `2002:${hex(address).join(":")}::1`,
      (address) => `64:ff9b:1::${address}`,
    ];
    const spelled = fc
      .tuple(bad, fc.constantFrom(...forms), fc.boolean(), fc.boolean())
      .map(([address, form, upper, expanded]) => {
        const text = form(address);
        const long = expanded ? ipaddr.parse(text).toNormalizedString() : text;
        return upper ? long.toUpperCase() : long;
      });
    fc.assert(fc.property(spelled, (text) => checkAddress(text, strict) !== undefined));
  });

  it("takes no address of IPv6 outside of what is handed out for public use", () => {
    const parts = fc.array(fc.integer({ min: 0, max: 0xff_ff }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(parts, (numbers) => {
        const isGlobal = ((numbers[0] ?? 0) & 0xe0_00) === 0x20_00;
        return isGlobal || checkAddress(new ipaddr.IPv6(numbers).toString(), strict) !== undefined;
      }),
    );
  });
});
