import { setTimeout } from "node:timers/promises";
import { newRefId } from "#tools/bench/load/message";
import { sendEvent } from "#tools/bench/load/send-event";
import type { OpenBoard } from "./board-browser.ts";

/** How long what is still on its way may take to come on screen. What takes longer counts as never seen. */
const ARRIVE_MS = 10_000;

type Sent = { refId: string; kind: "new" | "moved"; answeredAt: number };

/**
 * Sends `perSecond` events a second for `seconds`, by turns of a new case and of a case in review on screen that is completed. Returns
 * for each the milliseconds from its 2xx until it was painted: the card that says "Completed", or the head of "In progress" that counts
 * the new case. What was not seen in ten seconds is Infinity.
 */
export async function driveBoard(
  board: OpenBoard,
  to: { url: string; secret: string },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  const [countBefore] = (await board.seen()).counted.at(-1) ?? [0];
  const sending: Promise<Sent>[] = [];
  let cards = await board.waiting();
  let renewing: Promise<void> | undefined;
  const renew = async () => {
    // A reader who has seen everything on the board change asks for what is new.
    await Promise.all(sending);
    await setTimeout(1000);
    await board.show();
    await setTimeout(300);
    cards = await board.waiting();
    renewing = undefined;
  };
  const begun = performance.now();
  for (let n = 0; n < seconds * perSecond; n++) {
    // Not in step with any clock of the product's.
    await setTimeout(Math.max(0, begun + ((n + Math.random()) * 1000) / perSecond - performance.now()));
    const shown = n % 2 === 1 ? cards.shift() : undefined;
    if (n % 2 === 1 && shown === undefined) renewing ??= renew();
    const refId = shown ?? newRefId();
    const sent = sendEvent(to, refId, shown === undefined ? "IN_PROGRESS" : "COMPLETED");
    sending.push(sent.then((answeredAt): Sent => ({ refId, kind: shown === undefined ? "new" : "moved", answeredAt })));
  }
  await renewing;
  const sent = (await Promise.all(sending)).sort((a, b) => a.answeredAt - b.answeredAt);
  return latencies(board, sent, countBefore);
}

async function latencies(board: OpenBoard, sent: readonly Sent[], countBefore: number): Promise<number[]> {
  const deadline = performance.now() + ARRIVE_MS;
  for (;;) {
    const { moved, counted } = await board.seen();
    let added = 0;
    const seenAt = sent.map(({ refId, kind }) => {
      if (kind === "moved") return moved[refId];
      added += 1;
      const enough = countBefore + added;
      return counted.find(([count]) => count >= enough)?.[1];
    });
    if (!seenAt.includes(undefined) || performance.now() > deadline) {
      return sent.map(({ answeredAt }, at) => Math.max(0, (seenAt[at] ?? Number.POSITIVE_INFINITY) - answeredAt));
    }
    await setTimeout(100);
  }
}
