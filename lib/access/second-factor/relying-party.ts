import { isIP } from "node:net";
import { headers } from "next/headers";
import { ORIGIN_HEADER } from "#lib/access/remote-address";
import { environment } from "#lib/environment";
import { Refusal } from "#lib/refusal";

/** The site that a passkey is bound to, as WebAuthn names it. */
export type RelyingParty = { id: string; origin: string };

/** The relying party at this address. Null where browsers allow no passkeys: at an IP address, and over plain HTTP except on localhost. */
export function relyingPartyAt(address: string): RelyingParty | null {
  const { protocol, hostname, origin } = new URL(address);
  const named = isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
  return (protocol === "https:" && named) || hostname === "localhost" ? { id: hostname, origin } : null;
}

/** At CASEWIRE_URL; without it at the origin of the request if that is localhost, since any other host header could be forged. */
export async function currentRelyingParty(): Promise<RelyingParty | null> {
  const { CASEWIRE_URL } = environment();
  if (CASEWIRE_URL) return relyingPartyAt(CASEWIRE_URL);
  const asked = relyingPartyAt((await headers()).get(ORIGIN_HEADER) ?? "http://127.0.0.1");
  return asked?.id === "localhost" ? asked : null;
}

/** The same. Throws Refusal `wrong-state` where it is null. */
export async function requireRelyingParty(): Promise<RelyingParty> {
  const party = await currentRelyingParty();
  if (!party) throw new Refusal("wrong-state", "Passkeys need HTTPS and CASEWIRE_URL.");
  return party;
}
