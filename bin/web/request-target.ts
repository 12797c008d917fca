import type { IncomingMessage } from "node:http";

/** `http://host/path`, as a client sends it to a proxy. */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]+)(.*)$/is;

/**
 * Rewrites what `request` asks for into the one form the rest of the server reads. A target in absolute form is taken, and its host stands
 * for the Host header (RFC 9112, 3.2.2). A webhook's sender follows no redirect, so slashes too many in its address are forgiven.
 */
export function readTarget(request: IncomingMessage): void {
  const target = request.url ?? "/";
  const [, host, rest = ""] = ABSOLUTE_FORM.exec(target) ?? [];
  if (host !== undefined) request.headers.host = host.slice(host.lastIndexOf("@") + 1);
  const path = host === undefined ? target : rest.replace(/^(?!\/)/, "/");
  request.url = withoutSpareSlashes(path);
}

/** `/api/webhooks/vove/`, `//api//webhooks/vove` and the like, and the same of `/api/health`; every other path stays as it is. */
function withoutSpareSlashes(target: string): string {
  const at = target.search(/[?#]|$/);
  const path = target.slice(0, at);
  const [first, second, third, ...more] = path.split("/").filter(Boolean);
  const isEndpoint = second === "webhooks" ? third !== undefined : second === "health" && third === undefined;
  if (first !== "api" || !isEndpoint || more.length > 0) return target;
  return `/${[first, second, third].filter(Boolean).join("/")}${target.slice(at)}`;
}
