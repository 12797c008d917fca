import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { ORIGIN_HEADER, REMOTE_HEADER } from "#lib/access/remote-address";
import { remoteAddress, type Trust } from "./remote-address.ts";

const PROOF_HEADER = "x-casewire-proof";
const FORWARDED = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "forwarded",
] as const;
/** New in each process, so that nobody else can make a proof. */
const KEY = randomBytes(32);

/**
 * Sets the headers with the client's address and the origin it requested, and removes what a client sent under these names. Forwarded headers
 * are read here, from trusted proxies only, and then removed; a webhook keeps them as evidence.
 *
 * Next forwards some server actions, and the page after a redirect, to itself in a new request with the same headers. Their proof shows that
 * it is such a request, and the client stays the same: then `proven` is true.
 */
export function identifyClient(request: IncomingMessage, trust: Trust, publicUrl: URL | null): { proven: boolean } {
  const { headers } = request;
  const proven = provenClient(headers);
  const client = proven ?? forwardedClient(request, trust, publicUrl);
  for (const name of Object.keys(headers)) if (name.startsWith("x-casewire-")) delete headers[name];
  if (!request.url?.startsWith("/api/webhooks/")) for (const name of FORWARDED) delete headers[name];
  headers.host = new URL(client.origin).host;
  headers[REMOTE_HEADER] = client.address;
  headers[ORIGIN_HEADER] = client.origin;
  headers[PROOF_HEADER] = proofOf(client).toString("base64url");
  return { proven: proven !== null };
}

type Client = { address: string; origin: string };

function provenClient(headers: IncomingHttpHeaders): Client | null {
  const client = { address: String(headers[REMOTE_HEADER]), origin: String(headers[ORIGIN_HEADER]) };
  const given = Buffer.from(String(headers[PROOF_HEADER] ?? ""), "base64url");
  const proof = proofOf(client);
  return given.length === proof.length && timingSafeEqual(given, proof) ? client : null;
}

function proofOf({ address, origin }: Client): Buffer {
  return createHmac("sha256", KEY).update(`${address}\n${origin}`).digest();
}

function forwardedClient({ headers, socket }: IncomingMessage, trust: Trust, publicUrl: URL | null): Client {
  const { address, proxies } = remoteAddress(socket.remoteAddress, headers, trust);
  // A page of CASEWIRE_URL is our own even if a proxy changed the Host header.
  if (publicUrl && headers.origin === publicUrl.origin) return { address, origin: publicUrl.origin };
  const forwarded = (name: string) => (proxies > 0 ? entryOf(headers[name], proxies) : undefined);
  const scheme = forwarded("x-forwarded-proto")?.toLowerCase() === "https" ? "https" : "http";
  const hosts = [forwarded("x-forwarded-host"), headers.host, "localhost"];
  const origin = hosts.map((host) => originOf(scheme, host)).find((each) => each !== undefined);
  return { address, origin: origin ?? "http://localhost" };
}

/** The entry of the outermost of `proxies` proxies, each of which appends one. A proxy that overwrites the list leaves a single entry. */
function entryOf(header: string | string[] | undefined, proxies: number): string | undefined {
  const entries = [header ?? []].flat().join(",").split(",");
  return entries[Math.max(0, entries.length - proxies)]?.trim();
}

function originOf(scheme: string, host: string | undefined): string | undefined {
  if (!host || !/^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)) return undefined;
  const url = `${scheme}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
