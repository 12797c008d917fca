import type { IncomingMessage } from "node:http";

/** `http://host/path`: the form that a client sends to a proxy. */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]+)(.*)$/is;

/**
 * Rewrites the request's URL to the origin form. The host of a target in absolute form replaces the Host header (RFC 9112, 3.2.2). Surplus
 * slashes of a webhook's path are removed, because its sender follows no redirect.
 */
export function normalizeTarget(request: IncomingMessage): void {
  const target = request.url ?? "/";
  const [, host, rest = ""] = ABSOLUTE_FORM.exec(target) ?? [];
  if (host !== undefined) request.headers.host = host.slice(host.lastIndexOf("@") + 1);
  const path = host === undefined ? target : rest.replace(/^(?!\/)/, "/");
  request.url = withoutSurplusSlashes(path);
}

/** Of `/api/webhooks/vove/`, `//api//webhooks/vove` and the like, and of `/api/health`; every other path stays as it is. */
function withoutSurplusSlashes(target: string): string {
  const at = target.search(/[?#]|$/);
  const path = target.slice(0, at);
  const [first, second, third, ...more] = path.split("/").filter(Boolean);
  const isEndpoint = second === "webhooks" ? third !== undefined : second === "health" && third === undefined;
  if (first !== "api" || !isEndpoint || more.length > 0) return target;
  return `/${[first, second, third].filter(Boolean).join("/")}${target.slice(at)}`;
}

/**
 * Whether a URL can be served: it starts with its path, the path is percent-encoded UTF-8 (Next answers 500 to others), and it contains no
 * NUL, which PostgreSQL's text cannot store.
 */
export function isValidTarget(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  if (!path.startsWith("/")) return false;
  try {
    decodeURIComponent(path);
  } catch {
    return false;
  }
  return !url.includes("%00");
}
