import { createHmac, randomBytes } from "node:crypto";

/** The default `previousStatus` of each status. */
const BEFORE = {
  IN_PROGRESS: "NOT_STARTED",
  IN_REVIEW: "IN_PROGRESS",
  COMPLETED: "IN_REVIEW",
  REJECTED: "IN_REVIEW",
} as const;

export type Status = keyof typeof BEFORE;
export type Sent = { id: string; status: number; headers: Headers };

type Options = {
  previousStatus?: string;
  reason?: string;
  /** When it happened: the time in the message id. Default: now. */
  at?: Date;
  /** The message id of an earlier message, to send it again. */
  id?: string;
  /** The secret to sign with, if not that of `vove`. */
  secret?: string;
  /** `svix-timestamp`. Default: now. */
  attemptedAt?: Date;
  source?: string;
  method?: string;
  /** Override those of a genuine request; undefined removes one. */
  headers?: Record<string, string | undefined>;
};

/** The provider's side: signs as its documentation says and posts to the webhook endpoint. */
export class Sender {
  readonly #url: string;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#secret = secret;
  }

  send(refId: string, status: Status, options: Options = {}): Promise<Sent> {
    const { reason = status === "REJECTED" ? "DOCUMENT_MISMATCH" : undefined, previousStatus = BEFORE[status] } =
      options;
    return this.post(JSON.stringify({ refId, status, previousStatus, reason }), options);
  }

  /** A case's events up to `status`, a minute apart, the last one now. */
  async sendUpTo(refId: string, status: Status, options: Options = {}): Promise<Sent> {
    const path: Status[] = ["IN_PROGRESS", "IN_REVIEW", status];
    const steps = path.slice(0, path.indexOf(status) + 1);
    const end = (options.at ?? new Date()).getTime();
    for (const [index, step] of steps.slice(0, -1).entries()) {
      await this.send(refId, step, { at: new Date(end - (steps.length - 1 - index) * 60_000) });
    }
    return this.send(refId, status, options);
  }

  async post(body: string | Buffer<ArrayBuffer>, options: Options = {}): Promise<Sent> {
    const id = options.id ?? messageId(options.at ?? new Date());
    const timestamp = String(Math.floor((options.attemptedAt ?? new Date()).getTime() / 1000));
    const headers: Record<string, string | undefined> = {
      "content-type": "application/json",
      "user-agent": "Svix-Webhooks/1.62.0",
      "svix-id": id,
      "svix-timestamp": timestamp,
      "svix-signature": `v1,${signature(options.secret ?? this.#secret, `${id}.${timestamp}.`, body)}`,
      ...options.headers,
    };
    const response = await fetch(`${this.#url}/api/webhooks/${options.source ?? "vove"}`, {
      method: options.method ?? "POST",
      headers: Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
      body,
    });
    await response.arrayBuffer();
    return { id, status: response.status, headers: response.headers };
  }
}

function signature(secret: string, head: string, body: string | Buffer): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return createHmac("sha256", key).update(head).update(body).digest("base64");
}

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `msg_` and a KSUID with milliseconds: 4 bytes of seconds since 1400000000, one of 4 ms steps, 15 random, in 27 base62 digits. */
function messageId(at: Date): string {
  const bytes = randomBytes(20);
  const ms = at.getTime() - 1_400_000_000_000;
  bytes.writeUInt32BE(Math.floor(ms / 1000));
  bytes[4] = Math.floor((ms % 1000) / 4);
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  let digits = "";
  for (let n = 0; n < 27; n += 1) {
    digits = BASE62.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return `msg_${digits}`;
}
