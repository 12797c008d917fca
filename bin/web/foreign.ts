import type { IncomingMessage } from "node:http";

/**
 * Whether a form comes from a page of another site, or from none that can be told, and so must not act here. Next refuses it too, but
 * with 500, as if the fault were ours. The API asks for a token instead, and the webhook door for a signature.
 */
export function isForeign({ method, url = "/", headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (method !== "POST" || origin === undefined || url.startsWith("/api/")) return false;
  const [forwarded] = [headers["x-forwarded-host"] ?? []].flat();
  const asked = forwarded?.split(",")[0]?.trim() || host;
  return !URL.canParse(origin) || new URL(origin).host !== asked;
}
