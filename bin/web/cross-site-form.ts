import type { IncomingMessage } from "node:http";
import { CROSS_SITE_FORM } from "#lib/access/endpoints/action-state";

/**
 * Whether a form was posted from another site, or from an unknown one. Next refuses it too, but with a 500. The API requires a token instead,
 * and the webhook endpoint a signature.
 */
export function isCrossSiteForm({ method, url = "/", headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (method !== "POST" || origin === undefined || url.startsWith("/api/")) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Names CASEWIRE_URL, because a reverse proxy that changes the host makes our own forms look cross-site. */
export function crossSiteFormMessage({ headers: { origin, host } }: IncomingMessage, publicUrl: URL | null): string {
  const from = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : "an unknown one";
  const sentence = `${CROSS_SITE_FORM}: ${from}, while this is ${host}.`;
  if (publicUrl) return `${sentence} People reach Casewire at CASEWIRE_URL, which is ${publicUrl.origin}.`;
  return `${sentence} If you did open it here, a reverse proxy changes the address: set CASEWIRE_URL to the one that people use, and start Casewire again.`;
}
