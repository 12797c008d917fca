import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { effects, runs } from "#db/schema";
import { actorsWithout } from "#lib/access/testing/people";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { listFailedRuns } from "./list-failed-runs.ts";
import { findFailure, listFailures } from "./list-failures.ts";
import { failureNamed, repeatFailure, storeFailure } from "./testing/stored-failure.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const hours = (n: number) => new Date(Date.now() - n * 3_600_000);

beforeEach(async () => {
  await database().execute(sql`update runs set latest = false where state = 'dead'`);
});

/** The effect of a dead run, as its handler or a person left it. */
async function settle({ runId }: { runId: number }, state: "done" | "waived" | "failed"): Promise<void> {
  await database().execute(sql`
    insert into effects (source, ref_id, episode, key, handler, event_id, run_id, state)
    select source, ref_id, 1, 'case/' || ref_id || '/1/' || handler, handler, event_id, id, ${state}::effect_state from runs where id = ${runId}`);
}

describe("listFailures", () => {
  it("groups what gave up by handler and error, and counts what waits", async () => {
    // Three runs of two cases with one error but for its address, the last of them within a day; one of them was done since.
    await storeFailure({ refId: "pier", error: "connect ECONNREFUSED 10.0.0.5:443", endedAt: hours(50) });
    await storeFailure({ refId: "pier", error: "connect ECONNREFUSED 10.0.0.6:443", endedAt: hours(30) });
    const last = await storeFailure({ refId: "quay", error: "connect ECONNREFUSED 10.0.0.7:443", endedAt: hours(2) });
    await settle(
      await storeFailure({ refId: "mole", error: "connect ECONNREFUSED 10.0.0.8:443", endedAt: hours(4) }),
      "done",
    );
    // The same error of another handler, and another error of the same.
    await storeFailure({ handler: "update-case", error: "connect ECONNREFUSED 10.0.0.5:443", endedAt: hours(3) });
    await storeFailure({ error: "no such account", endedAt: hours(1) });

    const { failures, capped } = await listFailures(engineer);
    expect(capped).toBe(false);
    expect(
      failures.map(({ handler, error, runs, waiting, cases, lastDay }) => [
        handler,
        error,
        runs,
        waiting,
        cases,
        lastDay,
      ]),
    ).toEqual([
      ["enable-account", "no such account", 1, 1, 1, 1],
      ["update-case", "connect ECONNREFUSED 10.0.0.5:443", 1, 1, 1, 1],
      // The run that was done since is the last of its failure.
      ["enable-account", "connect ECONNREFUSED 10.0.0.8:443", 4, 3, 2, 2],
    ]);
    expect(failures[2]).toMatchObject({ capped: false, destination: null, lastAt: expect.any(Date) });
    expect(Math.round((Date.now() - (failures[2]?.firstAt.getTime() ?? 0)) / 3_600_000)).toBe(50);
    expect(Math.round((Date.now() - (failures[2]?.lastAt.getTime() ?? 0)) / 3_600_000)).toBe(2);
    expect(await findFailure(engineer, last)).toEqual(failures[2]);
  });

  it("groups deliveries by destination, and puts what waits for nobody last", async () => {
    const [open, deleted] = [
      await storeDestination({ name: "Core banking" }),
      await storeDestination({ name: "Old CRM" }),
    ];
    for (const destination of [open, deleted]) {
      await storeDelivery({
        destination,
        event: { refId: "pier" },
        attempts: [{ status: 500, error: "answered 500" }],
      });
    }
    await database().update(destinations).set({ deletedAt: new Date() }).where(eq(destinations.id, deleted.id));
    const { failures } = await listFailures(engineer);
    expect(
      failures.map(({ destination, runs, waiting, cases }) => [
        destination?.name,
        destination?.deleted,
        runs,
        waiting,
        cases,
      ]),
    ).toEqual([
      ["Core banking", false, 1, 1, 1],
      ["Old CRM", true, 1, 0, 0],
    ]);
  });

  it("counts no more than a thousand runs of a failure", async () => {
    const { runId, ...key } = await storeFailure({ error: "full" });
    await repeatFailure(runId, 1100);
    expect(await findFailure(engineer, key)).toMatchObject({ runs: 1000, capped: true, waiting: 1000, cases: 1000 });
  });

  it("says that there are more failures than it shows", async () => {
    for (let n = 0; n < 51; n++)
      await storeFailure({ error: `fault ${"abcdefghij"[n % 10]}${"klmnop"[Math.floor(n / 10)]}` });
    const { failures, capped } = await listFailures(engineer);
    expect([failures.length, capped]).toEqual([50, true]);
  });

  it("forgets a failure when its last run is no longer the latest", async () => {
    const failure = await storeFailure({ error: "gone" });
    await database().update(runs).set({ latest: false }).where(eq(runs.id, failure.runId));
    expect(await listFailures(engineer)).toEqual({ failures: [], capped: false });
    await expect(findFailure(engineer, failure)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("listFailedRuns", () => {
  it("lists the runs of a failure, the last first, 50 a page", async () => {
    const stored: { runId: number; event: { messageId: string; refId: string } }[] = [];
    for (let n = 0; n < 52; n++) stored.push(await storeFailure({ error: "listed" }));
    const key = { handler: "enable-account", failure: await failureNamed("listed") };
    await settle(stored[51] as (typeof stored)[number], "waived");
    const first = await listFailedRuns(engineer, key);
    expect(first.items.map(({ id }) => id)).toEqual(
      stored
        .slice(2)
        .map(({ runId }) => runId)
        .reverse(),
    );
    expect(first.items[0]).toMatchObject({
      messageId: stored[51]?.event.messageId,
      refId: stored[51]?.event.refId,
      waits: false,
    });
    expect(first.items[1]).toMatchObject({ waits: true, error: "listed", attempt: 5, deliveryId: null });
    const second = await listFailedRuns(engineer, key, { before: first.next ?? 0 });
    expect(second.items).toHaveLength(2);
    expect(second.next).toBeNull();
    expect(await database().$count(effects, eq(effects.state, "waived"))).toBe(1);
  });

  it("lists deliveries", async () => {
    const { destination, delivery, outgoing } = await storeDelivery({
      attempts: [{ fault: "connection refused", error: "connection refused" }],
    });
    const key = { handler: `destination/${destination.id}`, failure: await failureNamed("connection refused") };
    expect((await listFailedRuns(engineer, key)).items).toMatchObject([
      {
        deliveryId: delivery.id,
        messageId: outgoing.messageId,
        type: "account.enabled",
        refId: "acme-001",
        waits: true,
      },
    ]);
  });
});

it.each(actorsWithout("failure:read"))("is not for $label", async (actor) => {
  await expect(listFailures(actor)).rejects.toMatchObject({ code: "not-allowed" });
});
