import { asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import { claimRuns } from "./claim.ts";
import { lockClaim, RunLost } from "./claimed-run.ts";
import { endRuns, failRun, releaseRuns } from "./end-run.ts";
import { enqueue } from "./enqueue.ts";
import { renewLeases, sweepLostRuns } from "./lease.ts";
import { MAX_LEASE_EXPIRIES } from "./retry-schedule.ts";
import { RunLog } from "./run-log.ts";

const WORKER = "a worker";

async function claimed(handler: string) {
  const event = await storeEvent({});
  await transaction((tx) => enqueue(tx, event, [handler], { trigger: "receipt" }));
  const [run] = await claimRuns(WORKER, new Map([[handler, 10]]));
  if (!run) throw new Error("nothing to claim");
  return { event, run };
}
const runsOf = (event: StoredEvent) =>
  database().select().from(runs).where(eq(runs.eventId, event.id)).orderBy(asc(runs.id));
const expire = (id: number) =>
  database().execute(sql`update runs set lease_until = now() - interval '1 second' where id = ${id}`);
const failure = { error: "no", stack: null };

describe("a lease", () => {
  it("that expires ends the run as failed and queues the next attempt at once, off the retry schedule", async () => {
    const { event, run } = await claimed("lost");
    await expire(run.id);
    expect(await sweepLostRuns()).toEqual([{ source: "vove", refId: event.refId }]);
    expect(await runsOf(event)).toMatchObject([
      { id: run.id, state: "failed", latest: false, error: "worker lost" },
      { state: "queued", latest: true, trigger: "retry", attempt: 2, leaseExpiries: 1 },
    ]);
    const [again] = await claimRuns(WORKER, new Map([["lost", 1]]));
    if (!again) throw new Error("the next attempt is not due");
    await failRun(database(), again, failure, { log: new RunLog() });
    expect(await gapBefore(event, 3)).toBe(5);
  });

  it("that has expired lets its worker neither end, fail or release the run nor commit anything for it", async () => {
    const { event, run } = await claimed("stale");
    await expire(run.id);
    await sweepLostRuns();
    const [taken] = await claimRuns("another", new Map([["stale", 1]]));
    await expect(
      transaction((tx) => endRuns(tx, [{ run, outcome: { state: "succeeded" }, log: new RunLog() }])),
    ).rejects.toThrow(RunLost);
    await expect(failRun(database(), run, failure, { log: new RunLog() })).rejects.toThrow(RunLost);
    await expect(transaction((tx) => lockClaim(tx, run))).rejects.toThrow(RunLost);
    await releaseRuns([run]);
    expect(await runsOf(event)).toMatchObject([
      { state: "failed" },
      { id: taken?.id, state: "running", worker: "another" },
    ]);
  });

  it("is renewed for the runs of its own worker only, and then is not swept", async () => {
    const { event, run } = await claimed("renewed");
    await database().execute(sql`update runs set lease_until = now() + interval '1 second' where id = ${run.id}`);
    await renewLeases([run.id], "somebody else");
    await renewLeases([run.id], WORKER);
    const [row] = await database().execute<{ left: number }>(
      sql`select extract(epoch from lease_until - now())::float8 as left from runs where id = ${run.id}`,
    );
    expect(row?.left).toBeGreaterThan(10);
    await sweepLostRuns();
    expect(await runsOf(event)).toMatchObject([{ state: "running" }]);
  });

  it("is neither renewed nor swept while a transaction has locked the run, and neither waits for it", async () => {
    const { run } = await claimed("locked");
    const other = await claimed("beside");
    await expire(run.id);
    await expire(other.run.id);
    await transaction(async (tx) => {
      await lockClaim(tx, run);
      await renewLeases([run.id, other.run.id], WORKER);
      expect(await sweepLostRuns()).toEqual([]);
      await endRuns(tx, [{ run, outcome: { state: "succeeded" }, log: new RunLog() }]);
    });
  });

  it("that expires 20 times leaves the run dead", async () => {
    const { event, run } = await claimed("killer");
    await database().execute(sql`update runs set lease_expiries = ${MAX_LEASE_EXPIRIES - 1} where id = ${run.id}`);
    await expire(run.id);
    await sweepLostRuns();
    expect(await runsOf(event)).toMatchObject([{ state: "dead", latest: true, leaseExpiries: MAX_LEASE_EXPIRIES }]);
  });
});

/** Seconds from the end of the attempt before number `attempt` to when that one falls due. */
async function gapBefore(event: StoredEvent, attempt: number): Promise<number | undefined> {
  const [row] = await database().execute<{ gap: number }>(sql`
    select extract(epoch from next.due_at - before.ended_at)::float8 as gap from runs as next, runs as before
    where next.event_id = ${event.id} and before.event_id = next.event_id
      and next.attempt = ${attempt} and before.attempt = ${attempt - 1}`);
  return row?.gap;
}

describe("failRun", () => {
  it.each([
    [1, 5],
    [2, 45],
    [3, 405],
    [4, 3600],
  ])("lets the attempt after number %i fall due %i seconds after the failure", async (attempt, seconds) => {
    const { event, run } = await claimed(`gap-${attempt}`);
    await database().execute(sql`update runs set attempt = ${attempt} where id = ${run.id}`);
    expect(await failRun(database(), { ...run, attempt }, failure, { log: new RunLog() })).toBe("failed");
    expect(await gapBefore(event, attempt + 1)).toBe(seconds);
  });

  it("leaves the run dead after the fifth failure, and when the next attempt would come 24 hours after the first", async () => {
    const fifth = await claimed("fifth");
    expect(await failRun(database(), { ...fifth.run, attempt: 5 }, failure, { log: new RunLog() })).toBe("dead");
    const old = await claimed("old");
    await database().execute(
      sql`update runs set chain_started_at = now() - interval '23:59:57' where id = ${old.run.id}`,
    );
    expect(await failRun(database(), old.run, failure, { log: new RunLog() })).toBe("dead");
    expect(await runsOf(old.event)).toMatchObject([{ state: "dead", latest: true, error: "no" }]);
  });
});
