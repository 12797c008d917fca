import { randomUUID } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { storeCase } from "#lib/cases/testing/stored-case";
import { listen, whenLive } from "#lib/live/listen";
import { publishSoon } from "#lib/live/publish";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import type { Attempt } from "./attempt.ts";
import { recordFailure } from "./record-failure.ts";

let unlisten = () => {};
afterEach(() => unlisten());

/** A failed attempt of a claimed run, the nth of its delivery. */
async function failedAttempt(refId: string, nth: number): Promise<Attempt> {
  const claim = randomUUID();
  const { destination, delivery, outgoing, runs } = await storeDelivery({
    event: { refId },
    attempts: [{ state: "running", attempt: nth, claim }],
  });
  const run = runs[0];
  if (!run) throw new Error("no run");
  return {
    delivery: {
      ...{ id: run.id, claim, handler: run.handler, attempt: nth, leaseExpiries: 0 },
      ...{ deliveryId: delivery.id, destinationId: destination.id, source: outgoing.source, refId },
      ...{ type: outgoing.type, format: "casewire", messageId: outgoing.messageId, body: outgoing.body },
      ...{ removedAt: null, received: null, receivedId: null },
      ...{ url: destination.url, sealedHeaders: null, sealedSecrets: [], failingToldAt: null },
    },
    ...{ at: new Date(), requestHeaders: [], durationMs: 4, peerAddress: null },
    answer: { status: 500, headers: [], body: Buffer.from(""), truncated: false },
    error: "answered 500",
  };
}

it("marks the case of a delivery that gives up, and tells the boards, which one that is tried again does not", async () => {
  const published: string[] = [];
  unlisten = listen(["cases", "runs"], (topic) => published.push(topic));
  expect(await whenLive(10_000)).toBe(true);
  await storeCase("undelivered");
  const marked = async () => (await database().select({ is: cases.undelivered }).from(cases))[0]?.is;

  // A new connection announces every topic.
  await vi.waitFor(() => expect(published).toContain("runs"), 5000);
  published.length = 0;
  await recordFailure(await failedAttempt("undelivered", 1));
  publishSoon("runs");
  await vi.waitFor(() => expect(published).toContain("runs"), 5000);
  expect(published).not.toContain("cases");
  expect(await marked()).toBe(false);

  await recordFailure(await failedAttempt("undelivered", 5));
  expect(await marked()).toBe(true);
  await vi.waitFor(() => expect(published).toContain("cases"), 5000);
});
