import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type postgres from "postgres";
import type { DoorCase } from "./door-cases.ts";

export type DoorRequest = {
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

export type DoorAnswer = { status: number; headers: Partial<Record<(typeof HEADERS)[number], string>>; body: string };
/** A door that is served at `url`, a secret of its source `vove`, and its database. */
export type Door = { url: string; secret: string; sql: postgres.Sql };

/** What the door answers to the case's last request, over real HTTP. */
export async function askDoor(door: Door, { requests, locked }: DoorCase): Promise<DoorAnswer | undefined> {
  const send = async () => {
    let last: DoorAnswer | undefined;
    for (const request of requests(door.secret)) last = await ask(door.url, request);
    return last;
  };
  if (!locked) return send();
  return door.sql.begin(async (tx) => {
    await tx`lock table events in access exclusive mode`;
    return send();
  });
}

async function ask(url: string, { method, path, headers, body, chunked }: DoorRequest): Promise<DoorAnswer> {
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
