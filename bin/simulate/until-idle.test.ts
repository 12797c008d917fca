import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { enqueue } from "#lib/runs/enqueue";
import { askDatabase } from "./ask-database.ts";
import type { Waiting } from "./findings.ts";
import { untilIdle } from "./until-idle.ts";

/** Answers one after the other, the last again and again, and counts how often it was asked. */
function answering(...answers: Waiting[]) {
  const asked = { times: 0, waiting: async () => answers[asked.times++] ?? (answers.at(-1) as Waiting) };
  return asked;
}
const none = { runs: 0, events: 0 };
const quick = (lines: string[] = [], atMostMs = 20_000) => ({
  atMostMs,
  pollMs: 1,
  tell: (line: string) => void lines.push(line),
});

describe("untilIdle", () => {
  it("waits while a run is to be done or an event to be placed, and says so once a change", async () => {
    const lines: string[] = [];
    const asked = answering({ runs: 3, events: 1 }, { runs: 3, events: 1 }, { runs: 1, events: 0 }, none);
    await untilIdle(asked, quick(lines));
    expect(lines).toEqual([
      "Waiting until the queue is empty: 3 runs are still to be done, 1 event is not placed in its case.",
      "Waiting until the queue is empty: 1 run is still to be done.",
    ]);
    expect(asked.times).toBe(5);
  });

  it("is not deceived by a moment in which nothing waits", async () => {
    const asked = answering(none, { runs: 1, events: 0 }, none, none);
    await untilIdle(asked, quick());
    expect(asked.times).toBe(4);
  });

  it("gives up after a while, and says what it waited for", async () => {
    const asked = answering({ runs: 2, events: 0 });
    await expect(untilIdle(asked, quick([], -1))).rejects.toThrow(/2 runs are still to be done: nothing was compared/);
  });
});

describe("askDatabase", () => {
  it("waits for the runs and events of what was sent, and of nothing else", async () => {
    const event = await storeEvent({ refId: randomUUID() });
    await storeEvent({ refId: "another" });
    const asked = askDatabase(database(), { source: "vove", refIds: [event.refId], messageIds: [event.messageId] });
    await transaction((tx) => enqueue(tx, event, ["enable-account"], { trigger: "receipt" }));
    expect(await asked.waiting()).toEqual({ runs: 1, events: 1 });
    await runNow(event, "update-case");
    expect(await asked.waiting()).toEqual({ runs: 1, events: 0 });
    await database().update(runs).set({ state: "succeeded" }).where(eq(runs.state, "queued"));
    expect(await asked.waiting()).toEqual(none);
    expect((await asked.found()).cases.get(event.refId)).toMatchObject({ status: "IN_PROGRESS", deadRuns: 0 });
  });
});
