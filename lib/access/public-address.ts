import { headers } from "next/headers";
import { environment } from "#lib/environment";
import { ORIGIN_HEADER } from "./remote-address.ts";

/** The address people reach Casewire at, without a trailing slash: CASEWIRE_URL, else the origin that the current request asked. */
export async function publicAddress(): Promise<string> {
  const { CASEWIRE_URL } = environment();
  if (CASEWIRE_URL) return CASEWIRE_URL;
  return (await headers()).get(ORIGIN_HEADER) ?? "http://localhost";
}

/** Whether people come over TLS while CASEWIRE_URL is not set. */
export async function isTlsUnnamed(): Promise<boolean> {
  return !environment().CASEWIRE_URL && (await headers()).get(ORIGIN_HEADER)?.startsWith("https:") === true;
}
