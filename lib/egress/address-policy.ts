import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Environment } from "#lib/environment";
import type { AddressRange, AllowList } from "#lib/environment-destinations";

/** Which addresses requests may go to. */
export type AddressPolicy = { allow: AllowList; allowPrivate: boolean };

/** `special` addresses open by CASEWIRE_DESTINATIONS_ALLOW alone, `private` ones by CASEWIRE_DESTINATIONS_PRIVATE too. */
export type AddressRefusal = { tier: "special" | "private"; sentence: string };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export function addressPolicy(
  settings: Pick<Environment, "CASEWIRE_DESTINATIONS_ALLOW" | "CASEWIRE_DESTINATIONS_PRIVATE">,
): AddressPolicy {
  return {
    allow: settings.CASEWIRE_DESTINATIONS_ALLOW,
    allowPrivate: settings.CASEWIRE_DESTINATIONS_PRIVATE === "allow",
  };
}

const range = (text: string): AddressRange => ipaddr.parseCIDR(text);

/** Addresses at which clouds give credentials to any program that asks. By their range some are private, one is public. */
const METADATA = [
  "169.254.169.254/32",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fd00:ec2::/32",
  "fd20:ce::254/128",
  "fd00:42::42/128",
].map(range);

/** The one block of IPv6 that is handed out for public use. */
const GLOBAL_UNICAST = range("2000::/3");

/** IPv6 addresses that stand for IPv4 ones: a gateway or the kernel sends to the address within. */
type Form = { name: string; range: AddressRange; embedded: (bytes: number[]) => number[][] };

const at = (bytes: number[], ...places: number[]) => places.map((place) => bytes[place] ?? 0);
const last = (bytes: number[]) => [at(bytes, 12, 13, 14, 15)];
const inverted = (bytes: number[]) => bytes.map((byte) => byte ^ 0xff);

const FORMS: readonly Form[] = [
  { name: "IPv4-mapped", range: range("::ffff:0:0/96"), embedded: last },
  { name: "IPv4-translated", range: range("::ffff:0:0:0/96"), embedded: last },
  { name: "IPv4-compatible", range: range("::/96"), embedded: last },
  { name: "NAT64", range: range("64:ff9b::/96"), embedded: last },
  {
    // RFC 8215 leaves the length of the prefix to each network: 48, 56, 64 or 96 bits, with byte 8 unused.
    name: "NAT64",
    range: range("64:ff9b:1::/48"),
    embedded: (bytes) =>
      [at(bytes, 6, 7, 9, 10), at(bytes, 7, 9, 10, 11), at(bytes, 9, 10, 11, 12), ...last(bytes)].filter(
        ([first]) => first !== 0,
      ),
  },
  { name: "6to4", range: range("2002::/16"), embedded: (bytes) => [at(bytes, 2, 3, 4, 5)] },
  {
    name: "Teredo",
    range: range("2001::/32"),
    embedded: (bytes) => [at(bytes, 4, 5, 6, 7), inverted(at(bytes, 12, 13, 14, 15))],
  },
];

/** The field's words for the ranges of ipaddr.js that are not public. Those it adds later are called reserved. */
const WORDS: Record<string, string> = {
  unspecified: "unspecified",
  loopback: "loopback",
  linkLocal: "link-local",
  multicast: "multicast",
  broadcast: "broadcast",
  private: "private",
  carrierGradeNat: "private",
  uniqueLocal: "private",
  unicast: "public",
};

/** Whether a request may go to this address, whatever name it was found by; undefined where it may. */
export function checkAddress(text: string, policy: AddressPolicy): AddressRefusal | undefined {
  // ipaddr.js also reads 0177.0.0.1 and 127.1, which are no addresses to Node.
  if (isIP(text) === 0) return { tier: "special", sentence: "the name service gave what is no address" };
  return refusalOf(ipaddr.parse(text), policy);
}

/** Whether CASEWIRE_DESTINATIONS_ALLOW holds this address. */
export function isAddressAllowed(text: string, policy: AddressPolicy): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.parse(text);
  return isListed(address, policy.allow) && refusalOf(address, policy) === undefined;
}

/** Whether CASEWIRE_DESTINATIONS_ALLOW holds this host by its name. Its addresses are then not looked at. */
export function isHostAllowed(host: string, policy: AddressPolicy): boolean {
  return policy.allow.hosts.includes(host);
}

function refusalOf(address: Address, policy: AddressPolicy): AddressRefusal | undefined {
  const form = FORMS.find((one) => isWithin(address, one.range) && !isUnspecifiedOrLoopback(address));
  if (isListed(address, policy.allow)) return form && refusalWithin(address, form, policy);
  if (form) return special(address, form.name);
  const word = wordOf(address);
  if (word === "public" || (word === "private" && policy.allowPrivate)) return;
  if (word !== "private") return special(address, word);
  return {
    tier: "private",
    sentence: `the address ${address} is private: set CASEWIRE_DESTINATIONS_PRIVATE=allow to send there`,
  };
}

/** Where a range such as NAT64's is listed, the IPv4 address within must be allowed too. Where the one address is listed, it is allowed. */
function refusalWithin(address: Address, form: Form, policy: AddressPolicy): AddressRefusal | undefined {
  if (policy.allow.ranges.some((one) => one[1] === 128 && isWithin(address, one))) return;
  for (const bytes of form.embedded(address.toByteArray())) {
    const refusal = refusalOf(new ipaddr.IPv4(bytes), policy);
    if (refusal) return refusal;
  }
}

function special(address: Address, word: string): AddressRefusal {
  const sentence = `the address ${address} is ${word}: name it in CASEWIRE_DESTINATIONS_ALLOW to send there`;
  return { tier: "special", sentence };
}

function wordOf(address: Address): string {
  if (METADATA.some((one) => isWithin(address, one))) return "a cloud's metadata service";
  const word = WORDS[address.range()] ?? "reserved";
  // ipaddr.js calls unicast what is reserved for later.
  return word === "public" && address.kind() === "ipv6" && !isWithin(address, GLOBAL_UNICAST) ? "reserved" : word;
}

/** `::` and `::1` lie in the range of the IPv4-compatible addresses, and have words of their own. */
function isUnspecifiedOrLoopback(address: Address): boolean {
  return ["unspecified", "loopback"].includes(address.range());
}

function isListed(address: Address, { ranges }: AllowList): boolean {
  return ranges.some((one) => isWithin(address, one));
}

function isWithin(address: Address, [first, prefix]: AddressRange): boolean {
  return address.kind() === first.kind() && address.match(first, prefix);
}
