import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { enqueue } from "#lib/runs/enqueue";
import type { Pending } from "./casewire-state.ts";
import { stateFromDatabase } from "./read-from-database.ts";
import { untilIdle } from "./until-idle.ts";

/** Answers one after the other, the last again and again, and counts the calls. */
function answering(...answers: Pending[]) {
  const state = { times: 0, pending: async () => answers[state.times++] ?? (answers.at(-1) as Pending) };
  return state;
}
const none = { runs: 0, events: 0 };
const quick = (lines: string[] = [], timeoutMs = 20_000) => ({
  timeoutMs,
  pollMs: 1,
  log: (line: string) => void lines.push(line),
});

describe("untilIdle", () => {
  it("waits while a run is to be done or an event to be placed, and says so once a change", async () => {
    const lines: string[] = [];
    const state = answering({ runs: 3, events: 1 }, { runs: 3, events: 1 }, { runs: 1, events: 0 }, none);
    await untilIdle(state, quick(lines));
    expect(lines).toEqual([
      "Waiting until the queue is empty: 3 runs are still to be done, 1 event is not placed in its case.",
      "Waiting until the queue is empty: 1 run is still to be done.",
    ]);
    expect(state.times).toBe(5);
  });

  it("is not deceived by a moment in which nothing waits", async () => {
    const state = answering(none, { runs: 1, events: 0 }, none, none);
    await untilIdle(state, quick());
    expect(state.times).toBe(4);
  });

  it("gives up after a while, and says what it waited for", async () => {
    const state = answering({ runs: 2, events: 0 });
    await expect(untilIdle(state, quick([], -1))).rejects.toThrow(/2 runs are still to be done: nothing was compared/);
  });
});

describe("stateFromDatabase", () => {
  it("waits for the runs and events of what was sent, and of nothing else", async () => {
    const event = await storeEvent({ refId: randomUUID() });
    await storeEvent({ refId: "another" });
    const state = stateFromDatabase(database(), {
      source: "vove",
      refIds: [event.refId],
      messageIds: [event.messageId],
    });
    await transaction((tx) => enqueue(tx, event, ["enable-account"], { trigger: "receipt" }));
    expect(await state.pending()).toEqual({ runs: 1, events: 1 });
    await runNow(event, "update-case");
    expect(await state.pending()).toEqual({ runs: 1, events: 0 });
    await database().update(runs).set({ state: "succeeded" }).where(eq(runs.state, "queued"));
    // A destination that does not answer is none of what was sent.
    await storeDelivery({ event: { refId: event.refId }, attempts: [{ status: 500 }, {}] });
    await storeDelivery({ event: { refId: event.refId }, attempts: [{ status: 500 }] });
    expect(await state.pending()).toEqual(none);
    expect((await state.read()).cases.get(event.refId)).toMatchObject({ status: "IN_PROGRESS", deadRuns: 0 });
  });
});
