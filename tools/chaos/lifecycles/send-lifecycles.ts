import { setTimeout } from "node:timers/promises";
import type { Told } from "./lifecycle.ts";

/** Delivers one message to a source's door. Resolves to what the door said of it: accepted, duplicate or conflict; to nothing when it was not taken. */
export type Deliver = (source: string, messageId: string, body: string) => Promise<string | undefined>;

const AT_ONCE = 64;
const AGAIN_MS = 500;
const MAX_TRIES = 100;

/** Sends lives, many at once, each one's messages one after the other in their order. Returns a sentence for each odd answer. */
export async function sendLives(lives: readonly Told[], deliver: Deliver): Promise<string[]> {
  const left = lives.values();
  const odd: string[] = [];
  const senders = Array.from({ length: AT_ONCE }, async () => {
    for (const life of left) odd.push(...(await sendLife(life, deliver)));
  });
  await Promise.all(senders);
  return odd;
}

async function sendLife({ source, refId, messages, deliveries }: Told, deliver: Deliver): Promise<string[]> {
  const odd: string[] = [];
  const stored = new Set<number>();
  for (const { said, otherBytes } of deliveries) {
    const message = messages[said];
    if (!message) continue;
    const body = otherBytes ? `${message.body} ` : message.body;
    const { verdict, tries } = await untilTaken(() => deliver(source, message.messageId, body));
    const repeated = otherBytes ? "conflict" : "duplicate";
    const must = stored.has(said) ? [repeated] : firstVerdicts(tries);
    if (!must.includes(verdict)) odd.push(`${message.messageId} of ${source}/${refId} was ${verdict}, not ${must[0]}.`);
    stored.add(said);
  }
  return odd;
}

/** A try that was not answered may have been taken. */
function firstVerdicts(tries: number): string[] {
  return tries > 1 ? ["accepted", "duplicate"] : ["accepted"];
}

async function untilTaken(deliver: () => Promise<string | undefined>) {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const verdict = await deliver();
    if (verdict !== undefined) return { verdict, tries };
    await setTimeout(AGAIN_MS);
  }
  return { verdict: "never taken", tries: MAX_TRIES };
}
