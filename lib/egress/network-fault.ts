/** Why a request got no answer, in words. A page shows the message; it names addresses, and never a header or a body. */
export class NetworkFault extends Error {
  readonly durationMs: number;
  /** The address that was connected to, where it came so far. */
  readonly peerAddress: string | undefined;

  constructor(
    words: string,
    { cause, durationMs, peerAddress }: { cause?: unknown; durationMs: number; peerAddress?: string | undefined },
  ) {
    super(words, { cause });
    this.name = "NetworkFault";
    this.durationMs = durationMs;
    this.peerAddress = peerAddress;
  }
}

/** A failure whose message is already in words for people. */
export class FaultInWords extends Error {}

const WORDS: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection closed before an answer",
  ECONNABORTED: "connection closed before an answer",
  EPIPE: "connection closed before an answer",
  ETIMEDOUT: "no connection: the address does not respond",
  ENOTFOUND: "name not found",
  ENODATA: "name not found",
  EAI_AGAIN: "name not found: the name server did not answer",
  EHOSTUNREACH: "no route to the address",
  ENETUNREACH: "no route to the address",
  EADDRNOTAVAIL: "no route to the address",
  EACCES: "connection not permitted by this machine",
  EPERM: "connection not permitted by this machine",
  EMFILE: "too many open files on this machine",
  HPE_HEADER_OVERFLOW: "the headers of the answer are over 16 kB",
};

const TLS_WORDS: Record<string, string> = {
  CERT_HAS_EXPIRED: "certificate expired",
  CERT_NOT_YET_VALID: "certificate not valid yet",
  CERT_REVOKED: "certificate revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "name does not match",
  DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "self-signed certificate in the chain",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate of an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT: "certificate of an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate of an unknown authority",
  ECONNRESET: "connection closed during the handshake",
  EPIPE: "connection closed during the handshake",
  ERR_SSL_WRONG_VERSION_NUMBER: "the port does not speak TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "the port does not speak TLS",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "no common version",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "no common version",
};

/**
 * The words for an error of the system, of node:http or of the name look-up; undefined for any other, which is a fault of ours. `status` is
 * that of an answer which began.
 */
export function faultInWords(error: unknown, status?: number): string | undefined {
  if (error instanceof FaultInWords) return error.message;
  const code = codeOf(error);
  if (code === undefined || error instanceof TypeError) return;
  if (isClosed(error) && status !== undefined)
    return `answered ${status}, but the connection closed before the answer ended`;
  if (code.startsWith("HPE_")) return WORDS[code] ?? "the answer is not HTTP";
  return WORDS[code] ?? `connection failed (${code})`;
}

/** The words for an error during the handshake. */
export function tlsFaultInWords(error: unknown): string {
  const code = codeOf(error) ?? "";
  return `TLS: ${TLS_WORDS[code] ?? `handshake failed (${code || "no reason given"})`}`;
}

/** Whether the other side closed the connection. */
export function isClosed(error: unknown): boolean {
  return ["ECONNRESET", "ECONNABORTED", "EPIPE"].includes(codeOf(error) ?? "");
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
