import { once } from "node:events";
import { Agent, type ClientRequestArgs } from "node:http";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { AddressPolicy } from "./address-policy.ts";
import { FaultInWords, tlsFaultInWords } from "./network-fault.ts";
import { orAborted, type Resolve } from "./resolve-host.ts";
import { checkTarget, type Target } from "./url-rules.ts";

/** Idle connections are closed soon, and busy ones replaced, so that a changed answer of the name server is seen. */
const MAX_IDLE_MS = 4000;
const MAX_AGE_MS = 60_000;
const MAX_IDLE_PER_TARGET = 32;
/** How long one address may take to connect before the next is tried. Node's own 250 ms are too few for a far network. */
const NEXT_ADDRESS_MS = 1000;

/** What a connection needs beside the options of node:http. */
export type Connecting = { target: Target; policy: AddressPolicy; resolve: Resolve; signal: AbortSignal };
export type GuardedRequestArgs = ClientRequestArgs & { connecting: Connecting };

/** Throws where the policy forbids the address that this socket is connected to. A closed one has none, and sends nothing. */
export function assertPeerAllowed({ remoteAddress }: Socket, { target, policy }: Connecting): void {
  const refusal = remoteAddress === undefined ? undefined : checkTarget(target, [remoteAddress], policy);
  if (refusal !== undefined) throw new FaultInWords(refusal);
}

/**
 * Connects to addresses that were checked and to no others: the name is resolved once, and each of its addresses checked. The options of
 * https.Agent and tls.connect offer no such check: docs/decisions/0024-where-requests-may-go.md.
 */
async function guardedConnect(connecting: Connecting): Promise<Socket> {
  const { target, signal } = connecting;
  const socket = connect({
    host: target.host,
    port: target.port,
    lookup: answering(await allowedAddresses(connecting)),
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
  });
  try {
    await once(socket, "connect", { signal });
    return target.tls ? await encrypt(socket, connecting) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    // An error between two listeners would end the process.
    socket.on("error", () => {});
  }
}

async function allowedAddresses({ target, policy, resolve, signal }: Connecting): Promise<readonly string[]> {
  const addresses = isIP(target.host) === 0 ? await orAborted(resolve(target.host), signal) : [target.host];
  signal.throwIfAborted();
  if (addresses.length === 0) throw new FaultInWords("name not found");
  const refusal = checkTarget(target, addresses, policy);
  if (refusal !== undefined) throw new FaultInWords(refusal);
  return addresses;
}

/** A lookup function that gives these addresses. Node does not call one for a literal address. */
function answering(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? "", first?.family);
  };
}

/** Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says. NODE_EXTRA_CA_CERTS adds an authority of one's own. */
async function encrypt(socket: Socket, { target, signal }: Connecting): Promise<Socket> {
  const { host } = target;
  const encrypted = connectTls({
    socket,
    host,
    // A server name is never an address (RFC 6066).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
  });
  try {
    await once(encrypted, "secureConnect", { signal });
    encrypted.on("error", () => {});
    return encrypted;
  } catch (error) {
    encrypted.destroy();
    throw signal.aborted ? error : new FaultInWords(tlsFaultInWords(error), { cause: error });
  }
}

/** Keeps connections by scheme, host and port. */
class GuardedAgent extends Agent {
  readonly #connectedAt = new WeakMap<Duplex, number>();

  constructor(keepAlive: boolean) {
    super({ keepAlive, timeout: MAX_IDLE_MS, maxFreeSockets: MAX_IDLE_PER_TARGET });
  }

  override getName(options?: GuardedRequestArgs): string {
    const { tls, authority } = options?.connecting.target ?? {};
    return `${tls ? "https" : "http"}://${authority}`;
  }

  override createConnection(
    options: GuardedRequestArgs,
    callback: (error: Error | null, socket: Duplex) => void,
  ): Duplex | undefined {
    guardedConnect(options.connecting).then(
      (socket) => {
        this.#connectedAt.set(socket, performance.now());
        callback(null, socket);
      },
      // Node takes no socket beside an error, whatever its types say.
      (error) => (callback as (error: Error) => void)(error),
    );
    return undefined;
  }

  override keepSocketAlive(socket: Duplex): boolean {
    const age = performance.now() - (this.#connectedAt.get(socket) ?? 0);
    return age < MAX_AGE_MS && (super.keepSocketAlive(socket) as unknown as boolean);
  }
}

/** Uses a kept connection where there is one, and keeps the connection afterwards. */
export const keepingAgent: Agent = new GuardedAgent(true);
/** Makes a connection for one request. */
export const freshAgent: Agent = new GuardedAgent(false);
