import { isIP } from "node:net";
import { headers } from "next/headers";
import { ORIGIN_HEADER } from "#lib/access/remote-address";
import { environment } from "#lib/environment";
import { Refusal } from "#lib/refusal";

/** For whom a passkey is made: a browser gives it to no other site. */
export type RelyingParty = { id: string; origin: string };

/** The desk at this address, or null where browsers have no passkeys: by a bare IP address, and over plain HTTP on another machine. */
export function relyingPartyAt(address: string): RelyingParty | null {
  const { protocol, hostname, origin } = new URL(address);
  const named = isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
  return (protocol === "https:" && named) || hostname === "localhost" ? { id: hostname, origin } : null;
}

/** At CASEWIRE_URL; without it at the address the request asked, where that is this very machine: another could be anybody's word. */
export async function currentRelyingParty(): Promise<RelyingParty | null> {
  const { CASEWIRE_URL } = environment();
  if (CASEWIRE_URL) return relyingPartyAt(CASEWIRE_URL);
  const asked = relyingPartyAt((await headers()).get(ORIGIN_HEADER) ?? "http://127.0.0.1");
  return asked?.id === "localhost" ? asked : null;
}

/** The same, for an act that cannot do without. Throws Refusal `wrong-state`. */
export async function requireRelyingParty(): Promise<RelyingParty> {
  const party = await currentRelyingParty();
  if (!party) throw new Refusal("wrong-state", "Passkeys need HTTPS and CASEWIRE_URL.");
  return party;
}
