import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type LoadResult, measureOwnCpu } from "./load-result.ts";
import { newMessage } from "./message.ts";

/** The timeout of VOVE ID's sender. */
const TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 128;

/**
 * Open-loop load: sends `perSecond` new messages a second, however long earlier ones take. A latency is measured from the time the message was
 * due, so that a stall of the server counts for every message that waits (no coordinated omission). Throws when an answer is not a 2xx.
 */
export async function runConstantRate(options: {
  port: number;
  secret: string;
  perSecond: number;
  seconds: number;
  /** Ends the load early. */
  signal?: AbortSignal;
}): Promise<LoadResult> {
  const { port, secret, perSecond, seconds, signal } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const senderCpu = measureOwnCpu();
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  try {
    for (let nth = 0; nth < perSecond * seconds && !signal?.aborted; nth++) {
      const due = startedAt + (nth * 1000) / perSecond;
      const waitMs = due - performance.now();
      if (waitMs > 0) await setTimeout(waitMs);
      const answered = post(agent, port, secret).then(() => performance.now() - due);
      // Awaited below.
      answered.catch(() => {});
      answers.push(answered);
    }
    return {
      latenciesMs: await Promise.all(answers),
      seconds: (performance.now() - startedAt) / 1000,
      senderCpuSeconds: senderCpu(),
    };
  } finally {
    agent.destroy();
  }
}

function post(agent: Agent, port: number, secret: string): Promise<void> {
  const { body, headers } = newMessage(secret);
  return new Promise((resolve, reject) => {
    const options = { agent, port, host: "127.0.0.1", method: "POST", path: "/api/webhooks/vove", timeout: TIMEOUT_MS };
    const sent = request({ ...options, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    sent.on("response", (response) => {
      const status = response.statusCode ?? 0;
      response.resume().on("end", () => (status === 200 ? resolve() : reject(new Error(`An answer was ${status}.`))));
    });
    sent.on("timeout", () => sent.destroy(new Error("A request got no answer.")));
    sent.on("error", reject);
    sent.end(body);
  });
}
