import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

export const PER_SECOND = 200;

/**
 * Sends new messages to a door at a steady pace, whether or not it keeps up. Returns the milliseconds from when each was to be sent to
 * the end of its answer. Throws when an answer is no success.
 */
export async function sendSteadily(to: {
  port: number;
  secret: string;
  milliseconds: number;
  signal?: AbortSignal;
}): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const answers: Promise<number>[] = [];
  const begun = performance.now();
  try {
    for (let n = 0; (n * 1000) / PER_SECOND < to.milliseconds && !to.signal?.aborted; n++) {
      const dueAt = begun + (n * 1000) / PER_SECOND;
      const early = dueAt - performance.now();
      if (early > 0) await setTimeout(early);
      answers.push(send(agent, to, dueAt));
    }
    return await Promise.all(answers);
  } finally {
    agent.destroy();
  }
}

function send(agent: Agent, { port, secret }: { port: number; secret: string }, dueAt: number): Promise<number> {
  const refId = randomBytes(8).toString("hex");
  const body = JSON.stringify({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  const attemptedAt = new Date();
  const headers = Object.fromEntries(signedHeaders(secret, { messageId: messageIdAt(attemptedAt), body, attemptedAt }));
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: "127.0.0.1", path: "/api/webhooks/vove", method: "POST", headers });
    sent.on("error", reject);
    sent.on("response", (answer) => {
      answer.resume().on("end", () => {
        if (answer.statusCode === 200 || answer.statusCode === 204) resolve(performance.now() - dueAt);
        else reject(new Error(`The door answered ${answer.statusCode}.`));
      });
    });
    sent.end(body);
  });
}
