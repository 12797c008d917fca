import { asc, eq, inArray, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import { enqueue } from "./enqueue.ts";
import { batchOfOne, type Handler, type RunBatch } from "./handler.ts";
import { lockCase } from "./lock-case.ts";
import { startWorker } from "./worker.ts";

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
});

function handler(name: string, runBatch: RunBatch): Handler {
  const plan = async () => [];
  return { name, eventTypes: [], timeoutMs: 20_000, plan, run: batchOfOne(runBatch), runBatch };
}
/** Queued in one transaction: a worker sees all or none. */
const queue = (events: readonly StoredEvent[], name: string) =>
  transaction(async (tx) => {
    for (const event of events) await enqueue(tx, event, [name], { trigger: "receipt" });
  });
const work = (one: Handler) => started.push(startWorker({ handlers: [one] }));
const statesOf = async (events: readonly StoredEvent[]) =>
  (
    await database()
      .select({ state: runs.state })
      .from(runs)
      .where(
        inArray(
          runs.eventId,
          events.map(({ id }) => id),
        ),
      )
      .orderBy(asc(runs.eventId), asc(runs.id))
  ).map(({ state }) => state);
const storeMany = (n: number) => Promise.all(Array.from({ length: n }, () => storeEvent({})));
const succeeded = (n: number) => Array.from({ length: n }, () => "succeeded");

describe("runs of a batch", () => {
  it("share one transaction, and each keeps its own log", async () => {
    const events = await storeMany(20);
    const sizes: number[] = [];
    const greet = handler("greet", async (_tx, given) => {
      sizes.push(given.length);
      for (const { event, log } of given) log(event.messageId);
      return given.map(() => ({ state: "succeeded" }));
    });
    await queue(events, "greet");
    work(greet);
    await eventually(async () => expect(await statesOf(events)).toEqual(succeeded(20)));
    expect(sizes).toEqual([20]);
    for (const event of events) {
      const [run] = await database().select().from(runs).where(eq(runs.eventId, event.id));
      expect(run).toMatchObject({ claim: null, log: [{ line: event.messageId }] });
    }
  });

  it("do not fail with one of them, and what the failed batch wrote is rolled back", async () => {
    const [bad, ...good] = (await storeMany(6)) as [StoredEvent, ...StoredEvent[]];
    const write = handler("write", async (tx, given) => {
      for (const { event } of given) {
        await tx.execute(sql`insert into rejection_tallies values ('x', ${event.refId}, 'once', now(), 1, 1)`);
        // PostgreSQL's own error: the transaction is lost with it.
        if (event.id === bad.id) await tx.execute(sql`select 1 / 0`);
      }
      return given.map(() => ({ state: "succeeded" }));
    });
    await queue([bad, ...good], "write");
    work(write);
    await eventually(async () => expect(await statesOf(good)).toEqual(succeeded(5)));
    await eventually(async () => expect(await statesOf([bad])).toEqual(["failed", "queued"]));
    expect(await database().execute(sql`select 1 from rejection_tallies where remote_address = 'once'`)).toHaveLength(
      5,
    );
  });

  it("do not wait for one whose case is locked by another transaction", async () => {
    const [locked, ...others] = (await storeMany(5)) as [StoredEvent, ...StoredEvent[]];
    const free = handler("free", async (_tx, given) => given.map(() => ({ state: "succeeded" })));
    await queue([locked, ...others], "free");
    await transaction(async (tx) => {
      await lockCase(tx, locked.source, locked.refId);
      work(free);
      await eventually(async () => expect(await statesOf(others)).toEqual(succeeded(4)));
      expect(await statesOf([locked])).toEqual(["running"]);
    });
    await eventually(async () => expect(await statesOf([locked])).toEqual(["succeeded"]));
  });

  it("are run once each and in event order within their case, by any of two workers", async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const cases = Array.from({ length: 12 }, (_, n) => `ordered-${n}`);
    const events: StoredEvent[] = [];
    for (const second of [3, 1, 2]) {
      for (const refId of cases) events.push(await storeEvent({ refId, occurredAt: at(second) }));
    }
    const seen: { refId: string; at: number }[] = [];
    const note = handler("note", async (_tx, given) => {
      for (const { event } of given) seen.push({ refId: event.refId, at: event.occurredAt.getTime() });
      return given.map(() => ({ state: "succeeded" }));
    });
    await queue(events, "note");
    work(note);
    work(note);
    await eventually(async () => expect(await statesOf(events)).toEqual(succeeded(36)));
    for (const refId of cases) {
      expect(seen.filter((one) => one.refId === refId).map((one) => one.at)).toEqual(
        [1, 2, 3].map((n) => at(n).getTime()),
      );
    }
  });
});
