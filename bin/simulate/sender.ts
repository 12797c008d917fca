import { setTimeout } from "node:timers/promises";
import type { Plan, PlannedMessage } from "./plan.ts";
import { sendWebhook } from "./send-webhook.ts";

/** VOVE ID's retry schedule: five attempts, the delays growing from 5 s to an hour. */
const RETRY_DELAYS_MS = [5000, 45_000, 405_000, 3_600_000];

export type Counts = {
  attempts: number;
  accepted: number;
  duplicate: number;
  refused: number;
  retried: number;
  givenUp: number;
  /** The first few unexpected answers. */
  unexpected: string[];
};

export type Target = { url: URL; secret: string; forgedWith: string; speed: number };

/** Sends a whole plan in its own time, retrying as the sender does. `counts` transitions while it goes. */
export async function sendAll(plan: Plan, target: Target, counts: Counts): Promise<void> {
  const start = performance.now();
  await Promise.all(
    plan.messages.flatMap((message) =>
      message.sendAt.map(async (at) => {
        await setTimeout(Math.max(0, at - (performance.now() - start)));
        await deliver(message, target, counts);
      }),
    ),
  );
}

async function deliver(
  message: PlannedMessage,
  { url, secret, forgedWith, speed }: Target,
  counts: Counts,
): Promise<void> {
  const signedWith = message.kind === "forged" ? forgedWith : secret;
  for (const delay of [...RETRY_DELAYS_MS, undefined]) {
    counts.attempts += 1;
    const { status, text } = await sendWebhook(url, signedWith, message);
    if (status !== null && status < 500) return settle(message, status, text, counts);
    if (delay === undefined) break;
    counts.retried += 1;
    await setTimeout(delay / speed);
  }
  counts.givenUp += 1;
}

/** VOVE ID does not retry a 4xx. */
function settle(message: PlannedMessage, status: number, text: string, counts: Counts): void {
  const wasAccepted = status >= 200 && status < 300;
  if (wasAccepted) counts[text.includes('"duplicate"') ? "duplicate" : "accepted"] += 1;
  else counts.refused += 1;
  if (wasAccepted !== (message.kind !== "forged") && counts.unexpected.length < 5) {
    counts.unexpected.push(`${message.messageId} (${message.kind}) was answered ${status} ${text.slice(0, 200)}`);
  }
}
