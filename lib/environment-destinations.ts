import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** A range of addresses: its first one and the length of its prefix. One address is a range of its whole length. */
export type AddressRange = readonly [first: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];

/** Where destinations may be although the address policy refuses it: host names as a URL spells them, and addresses. */
export type AllowList = { hosts: readonly string[]; ranges: readonly AddressRange[] };

/** No wildcard and no port. A last label of digits would make the name an address. */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*(?!\d+$|0x)[a-z0-9_-]{1,63}$/;

/** The range that `text` names; undefined where it names none. */
function readRange(text: string): AddressRange | undefined {
  const [, bracketed] = /^\[(.*)\]$/.exec(text) ?? [];
  const [address = "", prefix, ...more] = (bracketed ?? text).split("/");
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || address.includes("%") || more.length > 0) return;
  const first = ipaddr.parse(address);
  if (prefix === undefined) return [first, bits];
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return;
  // 10.0.0.5/8 is a slip of somebody who meant one address, and would open 16 million.
  const network = (bits === 32 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(`${address}/${prefix}`);
  return network.toNormalizedString() === first.toNormalizedString() ? [first, Number(prefix)] : undefined;
}

function readHost(text: string): string | undefined {
  // A URL would drop a path or a user name without a word.
  if (/[/?#@:\\[\]%]/.test(text) || !URL.canParse(`https://${text}`)) return;
  const host = new URL(`https://${text}`).hostname.replace(/\.$/, "");
  return isIP(host) === 0 && HOST_NAME.test(host) ? host : undefined;
}

const allowList = z.string().transform((text, context): AllowList => {
  const ranges: AddressRange[] = [];
  const hosts: string[] = [];
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const range = readRange(entry);
    const host = range ? undefined : readHost(entry);
    if (range) ranges.push(range);
    else if (host) hosts.push(host);
    else {
      // What stands before an @ may be a password.
      const shown = entry.replace(/^.*@/, "…@").slice(0, 80);
      context.addIssue({
        code: "custom",
        message: `must hold host names, addresses and CIDRs, such as hooks.internal, 127.0.0.1 or 10.20.0.0/16: ${shown} is none`,
      });
      return z.NEVER;
    }
  }
  return { hosts, ranges };
});

/** The variables of destinations: where Casewire may send to, and when it gives a destination up. */
export const destinationsVariables = {
  /** Hosts, addresses and CIDRs that may be sent to whatever they are, over http too. A host is allowed with each of its addresses. */
  CASEWIRE_DESTINATIONS_ALLOW: allowList.default({ hosts: [], ranges: [] }),
  /** `allow`: destinations may have private addresses, such as 10.0.0.3. */
  CASEWIRE_DESTINATIONS_PRIVATE: z
    .enum(["allow"], "must be allow, or unset: then no destination has a private address")
    .optional(),
  /** A destination that fails for so many days is disabled. 0: never. */
  CASEWIRE_DESTINATIONS_DISABLE_DAYS: z.coerce
    .number("must be a number of days")
    .int("must be a whole number of days")
    .min(0, "must be 0 or more days: 0 never disables a destination")
    .max(365, "must be at most 365 days")
    .default(5),
};
