import { headers } from "next/headers";
import { environment } from "#lib/environment";

/** The address people reach us at, without a slash at its end: CASEWIRE_URL, else the host that the request at hand asked. */
export async function publicAddress(): Promise<string> {
  const { CASEWIRE_URL } = environment();
  if (CASEWIRE_URL) return CASEWIRE_URL;
  const given = await headers();
  const scheme = given.get("x-forwarded-proto")?.split(",")[0]?.trim() ?? "http";
  return `${scheme}://${given.get("host") ?? "localhost"}`;
}
