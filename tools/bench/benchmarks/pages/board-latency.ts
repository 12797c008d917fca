import { setTimeout } from "node:timers/promises";
import { type Endpoint, newRefId, sendEvent } from "#tools/bench/load/message";
import type { OpenBoard } from "./board-browser.ts";

/** A change that is not painted within this time counts as infinitely late. */
const TIMEOUT_MS = 10_000;

type Sent = { refId: string; kind: "new" | "moved"; answeredAt: number };

/**
 * Sends `perSecond` events a second for `seconds`, alternately of a new case and of a case in review on screen that is completed. Returns
 * the milliseconds from each 2xx to the paint of the card that says "Completed", or of the head of "In progress" that counts the new case.
 */
export async function measureBoard(
  board: OpenBoard,
  endpoint: Endpoint,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  const [countBefore] = (await board.painted()).counted.at(-1) ?? [0];
  const sending: Promise<Sent>[] = [];
  let cards = await board.waiting();
  let refreshing: Promise<void> | undefined;
  const refresh = async () => {
    // When every card on screen has changed, new ones are shown.
    await Promise.all(sending);
    await setTimeout(1000);
    await board.show();
    await setTimeout(300);
    cards = await board.waiting();
    refreshing = undefined;
  };
  const startedAt = performance.now();
  for (let n = 0; n < seconds * perSecond; n++) {
    // Random, so that it is not in phase with a timer of the product.
    await setTimeout(Math.max(0, startedAt + ((n + Math.random()) * 1000) / perSecond - performance.now()));
    const shown = n % 2 === 1 ? cards.shift() : undefined;
    if (n % 2 === 1 && shown === undefined) refreshing ??= refresh();
    const refId = shown ?? newRefId();
    const sent = sendEvent(endpoint, refId, shown === undefined ? "IN_PROGRESS" : "COMPLETED");
    sending.push(sent.then((answeredAt): Sent => ({ refId, kind: shown === undefined ? "new" : "moved", answeredAt })));
  }
  await refreshing;
  const sent = (await Promise.all(sending)).sort((a, b) => a.answeredAt - b.answeredAt);
  return latencies(board, sent, countBefore);
}

async function latencies(board: OpenBoard, sent: readonly Sent[], countBefore: number): Promise<number[]> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const { moved, counted } = await board.painted();
    let added = 0;
    const paintedAt = sent.map(({ refId, kind }) => {
      if (kind === "moved") return moved[refId];
      added += 1;
      const enough = countBefore + added;
      return counted.find(([count]) => count >= enough)?.[1];
    });
    if (!paintedAt.includes(undefined) || performance.now() > deadline) {
      return sent.map(({ answeredAt }, at) => Math.max(0, (paintedAt[at] ?? Number.POSITIVE_INFINITY) - answeredAt));
    }
    await setTimeout(100);
  }
}
