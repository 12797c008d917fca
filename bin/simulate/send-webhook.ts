import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { signedHeaders } from "#lib/sources/sign";

/** The response to one attempt; without a status, `text` is the error. */
export type WebhookResponse = { status: number | null; text: string };

/** The timeout of VOVE ID's sender. */
const TIMEOUT_MS = 15_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const secureAgent = new SecureAgent({ keepAlive: true, maxSockets: 64 });

/** Sends one attempt, signed with the time of now, as Svix does. Never rejects. */
export function sendWebhook(
  url: URL,
  secret: string,
  message: { messageId: string; body: string },
): Promise<WebhookResponse> {
  const headers = Object.fromEntries(signedHeaders(secret, { ...message, attemptedAt: new Date() }));
  const secure = url.protocol === "https:";
  const options = { method: "POST", headers, timeout: TIMEOUT_MS, agent: secure ? secureAgent : agent };
  return new Promise((resolve) => {
    const sent = (secure ? secureRequest : request)(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? null, text }));
      response.on("error", (error) => resolve({ status: null, text: error.message }));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 15 s")));
    sent.on("error", (error) => resolve({ status: null, text: error.message }));
    sent.end(message.body);
  });
}
