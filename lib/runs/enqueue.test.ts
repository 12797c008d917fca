import { and, asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { enqueue } from "./enqueue.ts";
import { requeueDeadRuns } from "./requeue-dead-runs.ts";

const runsOf = (eventId: number) =>
  database().select().from(runs).where(eq(runs.eventId, eventId)).orderBy(asc(runs.id));
const setState = (id: number, state: "succeeded" | "dead") =>
  database().update(runs).set({ state }).where(eq(runs.id, id));

describe("enqueue", () => {
  it("queues a first attempt of each handler, due now, in the transaction it is given", async () => {
    const event = await storeEvent({ refId: "acme" });
    const rolledBack = transaction(async (tx) => {
      await enqueue(tx, event, ["one"], { trigger: "receipt" });
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    const ids = await transaction((tx) => enqueue(tx, event, ["one", "two"], { trigger: "receipt" }));
    expect(await runsOf(event.id)).toMatchObject([
      {
        id: ids[0],
        handler: "one",
        attempt: 1,
        state: "queued",
        latest: true,
        refId: "acme",
        occurredAt: event.occurredAt,
      },
      { id: ids[1], handler: "two", attempt: 1, state: "queued", latest: true },
    ]);
  });

  it("queues no handler whose run on the event has not ended", async () => {
    const event = await storeEvent({});
    await transaction((tx) => enqueue(tx, event, ["one"], { trigger: "receipt" }));
    expect(await transaction((tx) => enqueue(tx, event, ["one"], { trigger: "rerun" }))).toEqual([]);
  });

  it("makes the new run the latest, once for any number of concurrent calls", async () => {
    const event = await storeEvent({});
    const [first = 0] = await transaction((tx) => enqueue(tx, event, ["one"], { trigger: "receipt" }));
    await setState(first, "succeeded");
    const asked = await Promise.all(
      Array.from({ length: 8 }, () =>
        transaction((tx) =>
          enqueue(tx, event, ["one"], { trigger: "rerun", requestedBy: "Ada", requestReason: "again" }),
        ),
      ),
    );
    expect(asked.flat()).toHaveLength(1);
    expect(await runsOf(event.id)).toMatchObject([
      { id: first, latest: false, state: "succeeded" },
      { latest: true, state: "queued", trigger: "rerun", attempt: 1, requestedBy: "Ada", requestReason: "again" },
    ]);
  });
});

describe("requeueDeadRuns", () => {
  it("gives a dead run one new chain of attempts for any number of concurrent duplicates, and other runs none", async () => {
    const event = await storeEvent({});
    const [dead = 0, fine = 0] = await transaction((tx) =>
      enqueue(tx, event, ["dead", "fine"], { trigger: "receipt" }),
    );
    await setState(dead, "dead");
    await setState(fine, "succeeded");
    const queued = await Promise.all(
      Array.from({ length: 8 }, () => transaction((tx) => requeueDeadRuns(tx, [event.id]))),
    );
    expect(queued.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(
      await database()
        .select()
        .from(runs)
        .where(and(eq(runs.eventId, event.id), eq(runs.handler, "dead")))
        .orderBy(asc(runs.id)),
    ).toMatchObject([
      { id: dead, latest: false },
      { latest: true, state: "queued", trigger: "duplicate", attempt: 1 },
    ]);
    expect(await runsOf(event.id)).toHaveLength(3);
  });
});
