import { headers } from "next/headers";
import { environment } from "#lib/environment";
import { ORIGIN_HEADER } from "./remote-address.ts";

/** The address people reach us at, without a slash at its end: CASEWIRE_URL, else the one that the request at hand asked. */
export async function publicAddress(): Promise<string> {
  const { CASEWIRE_URL } = environment();
  if (CASEWIRE_URL) return CASEWIRE_URL;
  return (await headers()).get(ORIGIN_HEADER) ?? "http://localhost";
}

/** Whether people come over TLS while nobody has said by what address. */
export async function isTlsUnnamed(): Promise<boolean> {
  return !environment().CASEWIRE_URL && (await headers()).get(ORIGIN_HEADER)?.startsWith("https:") === true;
}
