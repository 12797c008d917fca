import { type ClientRequest, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { AddressPolicy } from "./address-policy.ts";
import {
  assertPeerAllowed,
  type Connecting,
  freshAgent,
  type GuardedRequestArgs,
  keepingAgent,
} from "./guarded-connect.ts";
import { FaultInWords, faultInWords, isClosed, NetworkFault } from "./network-fault.ts";
import { type Resolve, resolveHost } from "./resolve-host.ts";
import { readTarget } from "./url-rules.ts";

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 20_000;

export type PostRequest = {
  url: string;
  /** Sent in this order and spelling, between `host` and `accept-encoding: identity`, `content-length`, which are added. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  policy: AddressPolicy;
  /** Aborts the request at once, and rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** For all of it: name, connection, TLS, request and answer. */
  timeoutMs?: number;
  resolve?: Resolve;
};

export type PostAnswer = {
  status: number;
  headers: [name: string, value: string][];
  /** The first 20 kB as they came: nothing is decompressed. */
  body: Buffer;
  truncated: boolean;
  durationMs: number;
  peerAddress: string;
};

type Received = Pick<PostAnswer, "status" | "headers" | "body" | "truncated">;
/** What is known of a request before it ends. */
type Progress = { peerAddress?: string; status?: number };

/**
 * Posts bytes to an address that a person typed, where the policy allows it. Any answer is an answer, a redirect too, and none is followed.
 * Throws NetworkFault where no whole answer came.
 */
export async function post(request: PostRequest): Promise<PostAnswer> {
  const { signal, timeoutMs = TIMEOUT_MS } = request;
  signal?.throwIfAborted();
  const started = performance.now();
  const progress: Progress = {};
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new FaultInWords(timeoutInWords(timeoutMs, progress))), timeoutMs);
  const abort = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const received = await send(request, stop.signal, progress);
    return { ...received, durationMs: elapsed(started), peerAddress: progress.peerAddress ?? "" };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const words = faultInWords(stop.signal.aborted ? stop.signal.reason : error, progress.status);
    if (words === undefined) throw error;
    const { peerAddress } = progress;
    throw new NetworkFault(words, { cause: error, durationMs: elapsed(started), peerAddress });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

const elapsed = (since: number) => Math.round(performance.now() - since);

function timeoutInWords(timeoutMs: number, { status }: Progress): string {
  const within = `within ${timeoutMs / 1000} s`;
  return status === undefined ? `no answer ${within}` : `answered ${status}, but the answer did not end ${within}`;
}

/** A kept connection may be closed by the other side at the moment it is used: then the request goes once more over a new one. */
async function send(request: PostRequest, signal: AbortSignal, progress: Progress): Promise<Received> {
  const target = readTarget(request.url);
  if ("problem" in target) throw new FaultInWords(`the URL ${target.problem}`);
  const { body, policy, resolve = resolveHost } = request;
  const headers = [
    ["host", target.authority],
    ...request.headers,
    ["accept-encoding", "identity"],
    ["content-length", String(body.length)],
  ];
  // node:http takes pairs, whatever its types say, and then writes the names as they are.
  const written = headers as unknown as OutgoingHttpHeaders;
  const args: GuardedRequestArgs = {
    agent: keepingAgent,
    method: "POST",
    path: target.path,
    headers: written,
    signal,
    connecting: { target, policy, resolve, signal },
  };
  const sent = httpRequest(args);
  try {
    return await receive(sent, body, args.connecting, progress);
  } catch (error) {
    const isStale = sent.reusedSocket && progress.status === undefined && isClosed(error) && !signal.aborted;
    if (!isStale) throw error;
    return await receive(httpRequest({ ...args, agent: freshAgent }), body, args.connecting, progress);
  }
}

function receive(sent: ClientRequest, body: Buffer, connecting: Connecting, progress: Progress): Promise<Received> {
  return new Promise((resolve, reject) => {
    // Emitted before the first byte is written, for a kept connection too.
    sent.on("socket", (socket: Socket) => {
      progress.peerAddress = socket.remoteAddress;
      try {
        assertPeerAllowed(socket, connecting);
      } catch (error) {
        sent.destroy(error as Error);
      }
    });
    sent.on("response", (answer) => {
      progress.status = answer.statusCode;
      readBeginning(answer).then((beginning) => resolve({ ...headOf(answer), ...beginning }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function headOf({ statusCode = 0, rawHeaders }: IncomingMessage): Pick<Received, "status" | "headers"> {
  const headers: Received["headers"] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) headers.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  return { status: statusCode, headers };
}

/** Reads up to the cap and closes the connection of a longer answer. */
function readBeginning(answer: IncomingMessage): Promise<Pick<Received, "body" | "truncated">> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (truncated: boolean) =>
      resolve({ body: Buffer.concat(chunks, Math.min(bytes, MAX_ANSWER_BYTES)), truncated });
    answer.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= MAX_ANSWER_BYTES) return;
      finish(true);
      answer.destroy();
    });
    answer.on("end", () => finish(false));
    answer.on("error", reject);
    answer.on("close", () => {
      if (!answer.complete) reject(Object.assign(new Error("closed before its end"), { code: "ECONNRESET" }));
    });
  });
}
