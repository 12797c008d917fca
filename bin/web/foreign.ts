import type { IncomingMessage } from "node:http";
import { CROSS_SITE_FORM } from "#lib/access/endpoints/action-state";

/**
 * Whether a form comes from a page of another site, or from none that can be told, and so must not act here. Next refuses it too, but
 * with 500, as if the fault were ours. The API asks for a token instead, and the webhook door for a signature.
 */
export function isForeign({ method, url = "/", headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (method !== "POST" || origin === undefined || url.startsWith("/api/")) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Tells a stranger's form from one that a reverse proxy made look like it: that one's people must know which variable to set. */
export function foreignInWords({ headers: { origin, host } }: IncomingMessage, publicUrl: URL | null): string {
  const from = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : "an unknown one";
  const sentence = `${CROSS_SITE_FORM}: ${from}, while this is ${host}.`;
  if (publicUrl) return `${sentence} People reach Casewire at CASEWIRE_URL, which is ${publicUrl.origin}.`;
  return `${sentence} If you did open it here, a reverse proxy changes the address: set CASEWIRE_URL to the one that people use, and start Casewire again.`;
}
