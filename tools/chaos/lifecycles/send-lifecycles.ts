import { setTimeout } from "node:timers/promises";
import type { SentLifecycle } from "./lifecycle.ts";

/** Delivers one message. Resolves to the outcome (accepted, duplicate, conflict); to undefined when it was not acknowledged. */
export type Deliver = (source: string, messageId: string, body: string) => Promise<string | undefined>;

const CONCURRENCY = 64;
const RETRY_MS = 500;
const MAX_TRIES = 100;

/** Sends lifecycles concurrently, the messages of each in order. Returns a sentence for each unexpected outcome. */
export async function sendLifecycles(lifecycles: readonly SentLifecycle[], deliver: Deliver): Promise<string[]> {
  const left = lifecycles.values();
  const unexpected: string[] = [];
  const senders = Array.from({ length: CONCURRENCY }, async () => {
    for (const lifecycle of left) unexpected.push(...(await sendLifecycle(lifecycle, deliver)));
  });
  await Promise.all(senders);
  return unexpected;
}

async function sendLifecycle(
  { source, refId, messages, deliveries }: SentLifecycle,
  deliver: Deliver,
): Promise<string[]> {
  const unexpected: string[] = [];
  const stored = new Set<number>();
  for (const { message: index, otherBytes } of deliveries) {
    const message = messages[index];
    if (!message) continue;
    const body = otherBytes ? `${message.body} ` : message.body;
    const { verdict, tries } = await untilAcknowledged(() => deliver(source, message.messageId, body));
    const repeated = otherBytes ? "conflict" : "duplicate";
    const must = stored.has(index) ? [repeated] : firstOutcomes(tries);
    if (!must.includes(verdict))
      unexpected.push(`${message.messageId} of ${source}/${refId} was ${verdict}, not ${must[0]}.`);
    stored.add(index);
  }
  return unexpected;
}

/** An attempt without a response may have been stored. */
function firstOutcomes(tries: number): string[] {
  return tries > 1 ? ["accepted", "duplicate"] : ["accepted"];
}

async function untilAcknowledged(deliver: () => Promise<string | undefined>) {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const verdict = await deliver();
    if (verdict !== undefined) return { verdict, tries };
    await setTimeout(RETRY_MS);
  }
  return { verdict: "never taken", tries: MAX_TRIES };
}
