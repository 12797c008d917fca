import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { PlannedMessage } from "#bin/simulate/plan";
import { signedHeaders } from "#lib/sources/sign";
import type { ProductProcess } from "./product-process.ts";

/** The bytes of one attempt. `declared`: the content length to claim, by default the real one. */
export function rawRequest(
  secret: string,
  message: Pick<PlannedMessage, "messageId" | "body">,
  declared?: number,
): string {
  const length = declared ?? Buffer.byteLength(message.body);
  const headers = [
    ["host", "127.0.0.1"],
    ["content-length", String(length)],
    ...signedHeaders(secret, { ...message, attemptedAt: new Date() }),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `POST /api/webhooks/vove HTTP/1.1\r\n${lines}\r\n${message.body}`;
}

/** A connection to an endpoint that either side may end at any time. */
export async function openSocket(endpoint: ProductProcess | undefined): Promise<Socket> {
  const socket = connect(endpoint?.port ?? 0, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}
