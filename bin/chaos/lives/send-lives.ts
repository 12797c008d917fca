import type { Told } from "#bin/chaos/lives/life";

/** Delivers one message to a source's door. Resolves to what the door said of it: accepted, duplicate or conflict. */
export type Deliver = (source: string, messageId: string, body: string) => Promise<string>;

const AT_ONCE = 64;

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
    const verdict = await deliver(source, message.messageId, otherBytes ? `${message.body} ` : message.body);
    const repeated = otherBytes ? "conflict" : "duplicate";
    const must = stored.has(said) ? repeated : "accepted";
    if (verdict !== must) odd.push(`${message.messageId} of ${source}/${refId} was ${verdict}, not ${must}.`);
    stored.add(said);
  }
  return odd;
}
