import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { effects, events, replays, runs } from "#db/schema";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { cancelReplay } from "#lib/replay/cancel-replay";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { listFailures } from "./list-failures.ts";
import { previewFailure } from "./preview-failure.ts";
import { rerunFailure } from "./rerun-failure.ts";
import { failureNamed, repeatFailure, storeFailure } from "./testing/stored-failure.ts";
import { waiveFailure } from "./waive-failure.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const reason = "the core is up again";
const NONE = "00000000-0000-4000-8000-000000000000";

beforeEach(async () => {
  await database().execute(sql`update runs set latest = false where state = 'dead'`);
});

const queuedBy = (replayId: number) =>
  database()
    .select()
    .from(runs)
    .where(and(eq(runs.state, "queued"), eq(runs.replayId, replayId)))
    .orderBy(asc(runs.id));

/** A delivery that gave up, and its failure. */
async function undelivered(given: Partial<typeof destinations.$inferInsert> = {}) {
  const destination = await storeDestination(given);
  const { delivery } = await storeDelivery({ destination, attempts: [{ status: 500 }] });
  return { delivery, key: { handler: `destination/${destination.id}`, failure: await failureNamed("answered 500") } };
}

async function many(n: number) {
  const { runId, event: _, ...key } = await storeFailure({ error: "for many" });
  await repeatFailure(runId, n - 1);
  return key;
}

describeVerb(rerunFailure, {
  works: async () => {
    const { handler, failure } = await storeFailure();
    return [{ handler, failure, reason }];
  },
  refuses: {
    "not-found": {
      "finds no run that gave up so": () => [{ handler: "update-case", failure: "0123456789ab", reason }],
      "finds no handler of that name any more": async () => {
        const { handler, failure } = await storeFailure({ handler: "of-an-older-version" });
        return [{ handler, failure, reason }];
      },
      "finds no destination": () => [{ handler: `destination/${NONE}`, failure: "0123456789ab", reason }],
    },
    "wrong-state": async () => [{ ...(await undelivered({ state: "disabled" })).key, reason }],
    "too-many": async () => [{ ...(await many(101)), reason }],
  },
});

describe("rerunFailure", () => {
  it("queues what waits, and leaves out what was done, waived or removed", async () => {
    const [first, done, removed, second] = [
      await storeFailure(),
      await storeFailure(),
      await storeFailure(),
      await storeFailure(),
    ];
    await database()
      .insert(effects)
      .values({
        ...{ source: "vove", refId: done.event.refId, episode: 1, key: `case/${done.event.refId}/1/enable-account` },
        ...{ handler: "enable-account", eventId: done.event.id, runId: done.runId, state: "done" },
      });
    await database().update(events).set({ removedAt: new Date() }).where(eq(events.id, removed.event.id));
    const { handler, failure } = first;
    expect(await previewFailure(engineer, { handler, failure })).toMatchObject({
      count: 2,
      capped: false,
      cases: 2,
      planned: 2,
    });
    const { replayId, count } = await rerunFailure(engineer, { handler, failure, reason });
    expect(count).toBe(2);
    expect(await queuedBy(replayId)).toMatchObject([
      { eventId: first.event.id, replayId, requestedBy: "Ed", requestReason: reason, latest: true },
      { eventId: second.event.id, replayId },
    ]);
    expect(await database().select().from(replays).where(eq(replays.id, replayId))).toMatchObject([
      { onlyFailed: true, handler, failure, total: 2, destinationId: null, reason },
    ]);
    expect((await entriesAbout(failure))[0]).toMatchObject({
      action: "failure.rerun",
      detail: { replayId, count: 2, cases: 2 },
    });
    expect((await listFailures(engineer)).failures).toMatchObject([{ runs: 2, waiting: 1 }]);

    // Cancelled, what waited waits again.
    await cancelReplay(engineer, { replayId });
    expect((await listFailures(engineer)).failures).toMatchObject([{ runs: 4, waiting: 3 }]);
  });

  it("sends deliveries again", async () => {
    const { key, delivery } = await undelivered();
    expect(await previewFailure(engineer, key)).toMatchObject({ count: 1, cases: 1, planned: 0, plans: [] });
    const { replayId } = await rerunFailure(engineer, { ...key, reason });
    expect(await queuedBy(replayId)).toMatchObject([{ deliveryId: delivery.id, handler: key.handler }]);
    expect(await database().select().from(replays).where(eq(replays.id, replayId))).toMatchObject([
      { destinationId: delivery.destinationId, handler: key.handler, total: 1 },
    ]);
  });

  it("takes more than a hundred for an admin who proved lately who they are", async () => {
    const key = await many(101);
    const admin = await personOf("admin");
    const { verifiedAt: _, ...stale } = admin;
    expect(await previewFailure(engineer, key)).toMatchObject({ count: 100, capped: true });
    expect(await previewFailure(admin, key)).toMatchObject({ count: 101, capped: false, planned: 25, acting: 25 });
    await expect(rerunFailure(stale, { ...key, reason })).rejects.toMatchObject({ code: "not-fresh" });
    expect(await rerunFailure(admin, { ...key, reason })).toMatchObject({ count: 101 });
  });

  it("is queued once by two concurrent calls", async () => {
    const { handler, failure } = await storeFailure({ error: "twice" });
    const both = await Promise.allSettled([1, 2].map(() => rerunFailure(engineer, { handler, failure, reason })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it.each(actorsWithout("failure:rerun"))("is not previewed for $label", async (actor) => {
    await expect(previewFailure(actor, { handler: "x", failure: "0123456789ab" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describeVerb(waiveFailure, {
  works: async () => {
    const { handler, failure } = await storeFailure();
    return [{ handler, failure, reason }];
  },
  refuses: {
    "not-found": () => [{ handler: "update-case", failure: "0123456789ab", reason }],
    "too-many": async () => [{ ...(await many(101)), reason }],
  },
});

describe("waiveFailure", () => {
  it("lets what gave up wait for nobody, with its letters", async () => {
    const { runId, event, ...key } = await storeFailure({ handler: "notify-customer", status: "REJECTED" });
    await database()
      .insert(effects)
      .values({
        ...{ source: "vove", refId: event.refId, episode: 1, key: `case/${event.refId}/1/notify-customer` },
        ...{ handler: "notify-customer", eventId: event.id, runId, state: "failed" },
      });
    expect(await waiveFailure(engineer, { ...key, reason })).toEqual({ count: 1 });
    expect(await database().select().from(runs).where(eq(runs.id, runId))).toMatchObject([
      { state: "skipped", skipped: `Waived by Ed: ${reason}`, latest: true },
    ]);
    expect(await database().select().from(effects).where(eq(effects.eventId, event.id))).toMatchObject([
      { state: "waived", detail: `Ed waived it: ${reason}` },
    ]);
    expect(await listFailures(engineer)).toEqual({ failures: [], capped: false });
  });

  it("waives deliveries", async () => {
    const { key, delivery } = await undelivered();
    await waiveFailure(engineer, { ...key, reason });
    expect(await database().select().from(runs).where(eq(runs.deliveryId, delivery.id))).toMatchObject([
      { state: "skipped", skipped: `Waived by Ed: ${reason}` },
    ]);
  });
});
