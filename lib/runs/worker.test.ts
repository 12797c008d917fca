import { asc, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import { workers } from "#db/worker-schema";
import { publishSoon } from "#lib/live/publish";
import { enqueue } from "./enqueue.ts";
import type { Handler, HandlerRun } from "./handler.ts";
import { startWorker, type WorkerOptions } from "./worker.ts";

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
});

function work(options: WorkerOptions) {
  const worker = startWorker(options);
  started.push(worker);
  return worker;
}

function handler(name: string, run: (run: HandlerRun) => Promise<unknown>, more: Partial<Handler> = {}): Handler {
  return {
    name,
    eventTypes: [],
    timeoutMs: 10_000,
    plan: async () => [],
    run: async (given) => {
      await run(given);
      return { state: "succeeded" };
    },
    ...more,
  };
}

const queue = (event: StoredEvent, ...handlers: string[]) =>
  transaction((tx) => enqueue(tx, event, handlers, { trigger: "receipt" }));
const runsOf = (event: StoredEvent) =>
  database().select().from(runs).where(eq(runs.eventId, event.id)).orderBy(asc(runs.id));
const ended = (event: StoredEvent) =>
  eventually(async () => {
    const rows = await runsOf(event);
    const last = rows.at(-1);
    if (!last || last.state === "queued" || last.state === "running") throw new Error(`still ${last?.state}`);
    return rows;
  });
/** Makes a retry due now instead of in five seconds. */
async function makeDue(event: StoredEvent): Promise<void> {
  await database().execute(sql`update runs set due_at = now() where event_id = ${event.id} and state = 'queued'`);
  publishSoon("runs");
}

describe("a worker", () => {
  it("runs what is queued, stores the handler's log, and sends heartbeats until it is stopped", async () => {
    const event = await storeEvent({});
    const worker = work({ handlers: [handler("greet", async ({ log }) => log("hello \0 there"))] });
    await queue(event, "greet");
    expect(await ended(event)).toMatchObject([
      { state: "succeeded", worker: worker.id, claim: null, log: [{ line: "hello \uFFFD there" }] },
    ]);
    expect(await database().select().from(workers)).toMatchObject([{ id: worker.id, pid: process.pid }]);
    await worker.stop();
    expect(await database().select().from(workers)).toEqual([]);
  });

  it("tries a failed run again until its fifth failure leaves it dead", async () => {
    const event = await storeEvent({});
    await queue(event, "fail");
    work({
      handlers: [
        handler("fail", async () => {
          throw new Error("no luck");
        }),
      ],
    });
    for (let attempt = 2; attempt <= 5; attempt++) {
      await eventually(async () => expect(await runsOf(event)).toHaveLength(attempt));
      await makeDue(event);
    }
    const rows = await ended(event);
    expect(rows.map(({ attempt, state, latest, trigger }) => [attempt, state, latest, trigger])).toEqual([
      [1, "failed", false, "receipt"],
      [2, "failed", false, "retry"],
      [3, "failed", false, "retry"],
      [4, "failed", false, "retry"],
      [5, "dead", true, "retry"],
    ]);
    expect(rows.map(({ error }) => error)).toEqual(Array.from({ length: 5 }, () => "no luck"));
    expect(rows[0]?.errorStack).toContain("worker.test.ts");
  });

  it("runs one handler's runs of one case in event order: they wait for the retry of an earlier one, and other runs do not", async () => {
    const seen: string[] = [];
    let poisoned = true;
    const note =
      (name: string) =>
      async ({ event }: HandlerRun) => {
        seen.push(`${name} ${event.messageId}`);
        if (name === "strict" && event.messageId === "order-1" && poisoned) throw new Error("poison");
      };
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const second = await storeEvent({ refId: "order", messageId: "order-2", occurredAt: at(2) });
    const first = await storeEvent({ refId: "order", messageId: "order-1", occurredAt: at(1) });
    const other = await storeEvent({ refId: "other", messageId: "other-1" });
    await transaction(async (tx) => {
      for (const event of [second, first, other]) {
        await enqueue(tx, event, ["strict", "free"], { trigger: "receipt" });
      }
    });
    work({ handlers: [handler("strict", note("strict")), handler("free", note("free"))] });
    await ended(other);
    await eventually(() => expect(seen).toContain("free order-2"));
    expect(seen.filter((line) => line.startsWith("free order"))).toEqual(["free order-1", "free order-2"]);
    expect(seen).toContain("strict other-1");
    expect(seen).not.toContain("strict order-2");
    const retry = { handler: "strict", attempt: 2, state: "queued" };
    await eventually(async () => expect(await runsOf(first)).toContainEqual(expect.objectContaining(retry)));
    poisoned = false;
    await makeDue(first);
    await eventually(() => expect(seen.at(-1)).toBe("strict order-2"));
    expect(seen.filter((line) => line.startsWith("strict order"))).toEqual([
      "strict order-1",
      "strict order-1",
      "strict order-2",
    ]);
  });

  it("runs each run in one of many workers", async () => {
    const seen: number[] = [];
    const handlers = [handler("count", async ({ event }) => seen.push(event.id))];
    for (let n = 0; n < 3; n++) work({ handlers, concurrency: 4 });
    const stored = await Promise.all(Array.from({ length: 60 }, () => storeEvent({})));
    await Promise.all(stored.map((event) => queue(event, "count")));
    await Promise.all(stored.map(ended));
    expect(seen.toSorted((a, b) => a - b)).toEqual(stored.map(({ id }) => id).toSorted((a, b) => a - b));
  });

  it("fails a run whose handler takes too long, and commits nothing it does later", async () => {
    const event = await storeEvent({});
    let late: Promise<unknown> = Promise.resolve();
    const slow = handler(
      "slow",
      ({ transaction: guarded }) => {
        late = guarded(async (tx) => {
          await tx.execute(sql`insert into rejection_tallies values ('x', 'late', '*', now(), 1, 1)`);
          await new Promise((resolve) => setTimeout(resolve, 400));
        });
        return late;
      },
      { timeoutMs: 100, retryDelays: [] },
    );
    await queue(event, "slow");
    work({ handlers: [slow] });
    expect(await ended(event)).toMatchObject([{ state: "dead", error: "took longer than 100 ms" }]);
    await expect(late).rejects.toThrow("took longer");
    expect(await database().execute(sql`select 1 from rejection_tallies`)).toHaveLength(0);
  });

  it("runs other handlers while one hangs", async () => {
    const stuck = await Promise.all(Array.from({ length: 4 }, () => storeEvent({})));
    const event = await storeEvent({});
    const released = Promise.withResolvers<void>();
    for (const one of stuck) await queue(one, "hang");
    await queue(event, "quick");
    work({ concurrency: 2, handlers: [handler("hang", () => released.promise), handler("quick", async () => {})] });
    expect(await ended(event)).toMatchObject([{ state: "succeeded" }]);
    released.resolve();
    await Promise.all(stuck.map(ended));
  });

  it("puts runs that do not end in time back into the queue when it stops, and another worker runs them", async () => {
    const event = await storeEvent({});
    await queue(event, "wait");
    const forever = work({ handlers: [handler("wait", () => new Promise(() => {}))] });
    await eventually(async () => expect(await runsOf(event)).toMatchObject([{ state: "running" }]));
    await forever.stop();
    expect(await runsOf(event)).toMatchObject([{ state: "queued", attempt: 1, leaseExpiries: 0, claim: null }]);
    work({ handlers: [handler("wait", async () => {})] });
    expect(await ended(event)).toMatchObject([{ state: "succeeded", attempt: 1 }]);
  });

  it("does not claim the runs of a handler it does not know", async () => {
    const [event, known] = [await storeEvent({}), await storeEvent({})];
    await queue(event, "of-a-newer-version");
    await queue(known, "known");
    work({ handlers: [handler("known", async () => {})] });
    await ended(known);
    expect(await runsOf(event)).toMatchObject([{ state: "queued" }]);
  });
});
