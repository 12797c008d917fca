import { setTimeout } from "node:timers/promises";
import { attempt } from "./attempt.ts";
import type { Plan, Planned } from "./plan.ts";

/** VOVE ID's policy: the first retry after 5 s, exponentially later up to an hour, five attempts. */
const RETRY_DELAYS_MS = [5000, 45_000, 405_000, 3_600_000];

export type Counts = {
  attempts: number;
  accepted: number;
  duplicate: number;
  refused: number;
  retried: number;
  givenUp: number;
  /** Answers no one expected, the first few of them. */
  surprises: string[];
};

export type Target = { url: URL; secret: string; forgedWith: string; speed: number };

/** Sends a whole plan in its own time, retrying as the sender does. `counts` moves while it goes. */
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

async function deliver(message: Planned, { url, secret, forgedWith, speed }: Target, counts: Counts): Promise<void> {
  const signedWith = message.kind === "forged" ? forgedWith : secret;
  for (const delay of [...RETRY_DELAYS_MS, undefined]) {
    counts.attempts += 1;
    const { status, text } = await attempt(url, signedWith, message);
    if (status !== null && status < 500) return settle(message, status, text, counts);
    if (delay === undefined) break;
    counts.retried += 1;
    await setTimeout(delay / speed);
  }
  counts.givenUp += 1;
}

/** As VOVE ID says of itself, a 4xx is not retried. */
function settle(message: Planned, status: number, text: string, counts: Counts): void {
  const taken = status >= 200 && status < 300;
  if (taken) counts[text.includes('"duplicate"') ? "duplicate" : "accepted"] += 1;
  else counts.refused += 1;
  if (taken !== (message.kind !== "forged") && counts.surprises.length < 5) {
    counts.surprises.push(`${message.messageId} (${message.kind}) was answered ${status} ${text.slice(0, 200)}`);
  }
}
