import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type postgres from "postgres";
import type { EndpointCase } from "./endpoint-cases.ts";

export type EndpointRequest = {
  method: string;
  /** The request target, sent as it stands. */
  path: string;
  headers: [string, string][];
  body: Uint8Array | string;
  /** Sent in two pieces, without its length. */
  chunked?: boolean;
};

/** The headers of an answer that a sender or a browser acts on. */
const HEADERS = [
  "allow",
  "cache-control",
  "content-type",
  "location",
  "retry-after",
  "webhook-delivery",
  "x-content-type-options",
] as const;

export type EndpointAnswer = {
  status: number;
  headers: Partial<Record<(typeof HEADERS)[number], string>>;
  body: string;
};
/** An endpoint served at `url`, a secret of its source `vove`, and its database. */
export type Endpoint = { url: string; secret: string; sql: postgres.Sql };

/** What the endpoint answers to the case's last request, over real HTTP. */
export async function askEndpoint(
  endpoint: Endpoint,
  { requests, locked }: EndpointCase,
): Promise<EndpointAnswer | undefined> {
  const send = async () => {
    let last: EndpointAnswer | undefined;
    for (const request of requests(endpoint.secret)) last = await ask(endpoint.url, request);
    return last;
  };
  if (!locked) return send();
  return endpoint.sql.begin(async (tx) => {
    await tx`lock table events in access exclusive mode`;
    return send();
  });
}

async function ask(url: string, { method, path, headers, body, chunked }: EndpointRequest): Promise<EndpointAnswer> {
  const length: [string, string] = chunked
    ? ["transfer-encoding", "chunked"]
    : ["content-length", String(Buffer.byteLength(body))];
  const host: [string, string] = ["host", new URL(url).host];
  const sent = httpRequest(new URL(url), { path, method, headers: [host, ...headers, length].flat() });
  const answered = once(sent, "response");
  const bytes = Buffer.from(body);
  if (chunked) sent.write(bytes.subarray(0, bytes.length / 2));
  sent.end(chunked ? bytes.subarray(bytes.length / 2) : bytes);
  const [response] = (await answered) as [IncomingMessage];
  const found = HEADERS.filter((name) => response.headers[name] !== undefined);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(found.map((name) => [name, String(response.headers[name])])),
    body: await text(response),
  };
}
