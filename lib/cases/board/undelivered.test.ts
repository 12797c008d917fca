import { eq, sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { destinations } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { cases, events, runs } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import { findCase } from "#lib/cases/find-case";
import { readCases } from "#lib/cases/projection/case-state";
import { writeCases } from "#lib/cases/projection/write-case";
import { settle, storeCase } from "#lib/cases/testing/stored-case";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { unmarkDelivered } from "#lib/runs/housekeeping";
import { lockCase } from "#lib/runs/lock-case";
import { requeueDeadRuns } from "#lib/runs/requeue-dead-runs";
import { deliveryProblem } from "./attention.ts";

const opening = (refId: string) => ({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" }) as const;

async function eventOf(refId: string) {
  const [event] = await storeEvents(opening(refId));
  if (!event) throw new Error("no event");
  return event;
}

async function mark(refId: string): Promise<boolean | undefined> {
  const [found] = await database().select({ is: cases.undelivered }).from(cases).where(eq(cases.refId, refId));
  return found?.is;
}

const set = (id: number, state: "dead" | "succeeded") => database().update(runs).set({ state }).where(eq(runs.id, id));

/** Until somebody waits for a lock, or `work` is done, as it should not be. */
async function untilWaiting(work: Promise<unknown>): Promise<void> {
  let done = false;
  void work.then(() => {
    done = true;
  });
  await vi.waitUntil(async () => {
    const waiting = await database().execute(
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return done || waiting.length > 0;
  }, 20_000);
  expect(done).toBe(false);
}

it("is set as a run of the case dies, and taken back some time after none is dead any more", async () => {
  await storeCase("one");
  const event = await eventOf("one");
  const first = await storeRun(event, { state: "running", handler: "first" });
  await storeRun(event, { state: "dead", handler: "earlier", latest: false });
  expect(await mark("one")).toBe(false);
  await set(first.id, "dead");
  expect(await mark("one")).toBe(true);
  const second = await storeRun(event, { state: "dead", handler: "second" });
  await set(first.id, "succeeded");
  await unmarkDelivered();
  expect(await mark("one")).toBe(true);
  await transaction((tx) => requeueDeadRuns(tx, [event.id]));
  await unmarkDelivered();
  expect(await mark("one")).toBe(false);
  await database().update(runs).set({ latest: false }).where(eq(runs.eventId, event.id));
  await database().update(runs).set({ latest: true }).where(eq(runs.id, second.id));
  expect(await mark("one")).toBe(true);
});

it("is set as a delivery of the case gives up, and taken back once it is sent again or its destination is deleted", async () => {
  const stored = await storeCase("told");
  const problem = async () => {
    const [row] = await database().select({ is: deliveryProblem() }).from(cases).where(eq(cases.id, stored.id));
    return row?.is;
  };
  const destination = await storeDestination();
  const { runs: tried } = await storeDelivery({
    destination,
    event: { refId: "told" },
    attempts: [{ status: 500 }, { fault: "connection refused" }],
  });
  await unmarkDelivered();
  expect([await mark("told"), await problem()]).toEqual([true, true]);
  await set(tried[1]?.id ?? 0, "succeeded");
  expect(await problem()).toBe(false);
  await unmarkDelivered();
  expect(await mark("told")).toBe(false);

  await storeDelivery({ destination, event: { refId: "told" }, attempts: [{ status: 500 }] });
  expect([await mark("told"), await problem()]).toEqual([true, true]);
  await database().update(destinations).set({ deletedAt: new Date() }).where(eq(destinations.id, destination.id));
  expect(await problem()).toBe(false);
  await unmarkDelivered();
  expect(await mark("told")).toBe(false);
});

it("tells what gave up from a letter that did not go, also where both were there", async () => {
  const { statusEventId } = await storeCase("unsent", { status: "IN_PROGRESS" }, { status: "REJECTED" });
  const marks = async () => {
    const [row] = await database()
      .select({ undelivered: cases.undelivered, gaveUp: cases.gaveUp })
      .from(cases)
      .where(eq(cases.refId, "unsent"));
    return [row?.undelivered, row?.gaveUp];
  };
  await database().execute(sql`
    insert into effects (source, ref_id, episode, key, handler, event_id, run_id, state)
    values ('vove', 'unsent', 1, 'case/unsent/1/notify-customer', 'notify-customer', ${statusEventId}, 1, 'not-sent')`);
  expect(await marks()).toEqual([true, false]);
  const [event] = await database().select().from(events).where(eq(events.id, statusEventId));
  if (!event) throw new Error("no event");
  const { id } = await storeRun(event, { state: "dead", handler: "tell-crm" });
  expect(await marks()).toEqual([true, true]);
  await set(id, "succeeded");
  await unmarkDelivered();
  expect(await marks()).toEqual([true, false]);
  await database().execute(sql`update effects set state = 'waived' where ref_id = 'unsent'`);
  await unmarkDelivered();
  expect(await marks()).toEqual([false, false]);
});

it("belongs to the episode that the delivery tells of, and to the current one where it tells of none", async () => {
  await storeCase(
    "twice",
    { status: "IN_PROGRESS", at: new Date("2026-11-20T10:00:00Z") },
    { status: "REJECTED", at: new Date("2026-11-20T11:00:00Z") },
    { status: "IN_PROGRESS", previous: "NOT_STARTED", at: new Date("2026-11-20T12:00:00Z") },
  );
  const problems = async () => {
    const { episodes } = await findCase(await personOf("viewer"), { refId: "twice" });
    return episodes.map(({ deliveryProblem: problem }) => problem);
  };
  const destination = await storeDestination();
  const gaveUp = (episode: number | null) =>
    storeDelivery({ destination, event: { refId: "twice", episode }, attempts: [{ status: 500 }] });
  const first = await gaveUp(1);
  expect(await problems()).toEqual([true, false]);
  await set(first.runs[0]?.id ?? 0, "succeeded");
  await gaveUp(null);
  expect(await problems()).toEqual([false, true]);
});

it("is there from the first on where a run died before the case had a row", async () => {
  await storeRun(await eventOf("new"), { state: "dead" });
  await settle("new");
  expect(await mark("new")).toBe(true);
});

it("is set where a run dies while the case's row is being made", async () => {
  const event = await eventOf("made");
  let dying: Promise<unknown> = Promise.resolve();
  await transaction(async (tx) => {
    await lockCase(tx, "vove", "made");
    await writeCases(tx, await readCases(tx, [{ source: "vove", refId: "made" }]));
    dying = storeRun(event, { state: "dead" });
    await untilWaiting(dying);
  });
  await dying;
  expect(await mark("made")).toBe(true);
});

it("is set where the case's row is made while a run is dying", async () => {
  const event = await eventOf("meanwhile");
  const run = await storeRun(event, { state: "running" });
  let making: Promise<unknown> = Promise.resolve();
  await transaction(async (tx) => {
    await tx.update(runs).set({ state: "dead" }).where(eq(runs.id, run.id));
    making = settle("meanwhile");
    await untilWaiting(making);
  });
  await making;
  expect(await mark("meanwhile")).toBe(true);
});

it("is not taken back while a run is dying", async () => {
  await storeCase("both");
  const event = await eventOf("both");
  const run = await storeRun(event, { state: "running" });
  await database().update(cases).set({ undelivered: true }).where(eq(cases.refId, "both"));
  await transaction(async (tx) => {
    await tx.update(runs).set({ state: "dead" }).where(eq(runs.id, run.id));
    await unmarkDelivered();
  });
  await unmarkDelivered();
  expect(await mark("both")).toBe(true);
});

it("is never missing, however many runs die and are queued again while marks are removed", async () => {
  await storeCase("busy");
  const events = await Promise.all([eventOf("busy"), eventOf("busy"), eventOf("busy")]);
  await Promise.all(
    events.map(async (event) => {
      for (let n = 0; n < 12; n++) {
        const run = await storeRun(event, { state: "running", handler: `handler ${n}` });
        await set(run.id, "dead");
        await Promise.all([unmarkDelivered(), transaction((tx) => requeueDeadRuns(tx, [event.id]))]);
      }
      await storeRun(event, { state: "dead", handler: "last" });
      await unmarkDelivered();
    }),
  );
  expect(await mark("busy")).toBe(true);
});
