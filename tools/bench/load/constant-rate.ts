import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Driven } from "#tools/bench/targets/targets";
import { newMessage } from "./message.ts";
import { ownCpu } from "./own-cpu.ts";

/** The sender's own patience. */
const PATIENCE_MS = 15_000;
const MAX_CONNECTIONS = 128;

/**
 * Sends `perSecond` new messages a second to a door, however long the earlier ones take. A latency begins when the message should have
 * left, so that a door that stands still is charged for all who wait. Throws when an answer is no success.
 */
export async function driveSteadily(options: {
  port: number;
  secret: string;
  perSecond: number;
  seconds: number;
  /** Ends it early. */
  signal?: AbortSignal;
}): Promise<Driven> {
  const { port, secret, perSecond, seconds, signal } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const spent = ownCpu();
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  try {
    for (let nth = 0; nth < perSecond * seconds && !signal?.aborted; nth++) {
      const due = begun + (nth * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await setTimeout(early);
      const answered = post(agent, port, secret).then(() => performance.now() - due);
      // Looked at below, all together.
      answered.catch(() => {});
      answers.push(answered);
    }
    return {
      latenciesMs: await Promise.all(answers),
      seconds: (performance.now() - begun) / 1000,
      senderCpuSeconds: spent(),
    };
  } finally {
    agent.destroy();
  }
}

function post(agent: Agent, port: number, secret: string): Promise<void> {
  const { body, headers } = newMessage(secret);
  return new Promise((resolve, reject) => {
    const where = { agent, port, host: "127.0.0.1", method: "POST", path: "/api/webhooks/vove", timeout: PATIENCE_MS };
    const sent = request({ ...where, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    sent.on("response", (response) => {
      const status = response.statusCode ?? 0;
      response.resume().on("end", () => (status === 200 ? resolve() : reject(new Error(`An answer was ${status}.`))));
    });
    sent.on("timeout", () => sent.destroy(new Error("A request got no answer.")));
    sent.on("error", reject);
    sent.end(body);
  });
}
