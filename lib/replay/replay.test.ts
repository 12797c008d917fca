import { and, asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { replays, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { actorsWithout, entriesAbout } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { claimRuns } from "#lib/runs/claim";
import { failRun } from "#lib/runs/end-run";
import { enqueue } from "#lib/runs/enqueue";
import { finishReplays } from "#lib/runs/housekeeping";
import { RunLog } from "#lib/runs/run-log";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { cancelReplay } from "./cancel-replay.ts";
import { findReplay } from "./find-replay.ts";
import { listReplays } from "./list-replays.ts";
import { previewReplay } from "./preview-replay.ts";
import { startReplay } from "./start-replay.ts";

const admin: UserActor = { kind: "user", id: "a1", label: "Ada", role: "admin", verifiedAt: new Date() };
const reason = "the mail server was down";
const runsOf = (eventId: number, handler: string) =>
  database()
    .select()
    .from(runs)
    .where(and(eq(runs.eventId, eventId), eq(runs.handler, handler)))
    .orderBy(asc(runs.id));

/** One more event of a case than a replay may choose. */
async function storeMany(refId: string) {
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, ref_id, occurred_at, clock, received_at, secret_fingerprint)
    select 'vove', ${refId} || n, '', '', 'kyb.case.in_progress', ${refId}, now(), 'receipt', now(), 'x' from generate_series(1, 10001) as n`);
}

async function chosenEvent() {
  const { messageId } = await storeEvent({});
  return { selection: { event: { messageId } }, reason };
}

async function startedReplay() {
  const { replayId } = await startReplay(admin, await chosenEvent());
  return { replayId };
}

describeVerb(startReplay, {
  works: async () => [await chosenEvent()],
  refuses: {
    "not-found": () => [{ selection: { event: { messageId: "msg_none" } }, reason }],
    "wrong-state": async () => {
      const chosen = await chosenEvent();
      await startReplay(admin, chosen);
      return [chosen];
    },
    "too-many": {
      "is refused for more than 10,000 events": async () => {
        await storeMany("many");
        return [{ selection: { filter: { refId: "many" } }, reason }];
      },
    },
  },
});

describeVerb(cancelReplay, {
  works: async () => [await startedReplay()],
  refuses: {
    "not-found": () => [{ replayId: 999_999 }],
    "wrong-state": {
      "is refused for one that has ended": async () => {
        const started = await startedReplay();
        await cancelReplay(admin, started);
        return [started];
      },
    },
  },
});

describe("startReplay", () => {
  it("queues every handler on one event, by its whole message id, and writes an audit entry", async () => {
    const event = await storeEvent({ status: "COMPLETED", previousStatus: "IN_REVIEW" });
    await storeEvent({ messageId: `${event.messageId}x` });
    const started = await startReplay(admin, { selection: { event: { messageId: event.messageId } }, reason });
    expect(started).toMatchObject({ count: 1, runs: 2 });
    expect(await runsOf(event.id, "enable-account")).toMatchObject([
      {
        trigger: "replay",
        replayId: started.replayId,
        state: "queued",
        latest: true,
        requestedBy: "Ada",
        requestReason: reason,
      },
    ]);
    expect(await findReplay(admin, started)).toMatchObject({
      state: "running",
      total: 2,
      selection: event.messageId,
      progress: { queued: 2, running: 0, succeeded: 0, skipped: 0, dead: 0 },
    });
    expect((await listReplays(admin))[0]).toMatchObject({ id: started.replayId });
    const entries = await entriesAbout(String(started.replayId));
    expect(entries.filter(({ subjectKind }) => subjectKind === "replay")).toMatchObject([
      { action: "replay.started", detail: { count: 1, runs: 2 }, words: { reason: { text: reason } } },
    ]);
  });

  it("reads a message id in a filter as its beginning, as the events page does", async () => {
    const event = await storeEvent({ refId: "by-prefix" });
    const preview = await previewReplay(admin, { filter: { messageId: event.messageId.slice(0, -2) } });
    expect(preview.plans.map(({ messageId }) => messageId)).toContain(event.messageId);
  });

  it("queues what a filter chooses, leaves out handlers with an unfinished run, and is finished by the worker when its runs have ended", async () => {
    const refId = "filtered";
    const first = await storeEvent({ refId });
    await storeEvent({ refId, status: "REJECTED", previousStatus: "IN_PROGRESS" });
    await storeEvent({ refId: "another" });
    await transaction((tx) => enqueue(tx, first, ["update-case"], { trigger: "receipt" }));
    const { replayId, count, runs: queued } = await startReplay(admin, { selection: { filter: { refId } }, reason });
    expect([count, queued]).toEqual([2, 2]);
    await finishReplays();
    expect(await findReplay(admin, { replayId })).toMatchObject({ state: "running", selection: "refId=filtered" });
    await database().execute(sql`update runs set state = 'succeeded' where replay_id = ${replayId}`);
    await finishReplays();
    expect(await findReplay(admin, { replayId })).toMatchObject({
      state: "finished",
      endedAt: expect.any(Date),
      progress: { succeeded: 2 },
    });
  });

  it("is refused when every chosen handler has an unfinished run, and writes nothing", async () => {
    const event = await storeEvent({});
    const before = await database().$count(replays);
    await transaction((tx) => enqueue(tx, event, ["update-case"], { trigger: "receipt" }));
    await expect(
      startReplay(admin, { selection: { event: { messageId: event.messageId } }, reason }),
    ).rejects.toMatchObject({
      code: "wrong-state",
    });
    expect(await database().$count(replays)).toBe(before);
  });

  it.each(actorsWithout("replay:start"))("is not previewed for others either: not for $label", async (actor) => {
    await expect(previewReplay(actor, { filter: { refId: "x" } })).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("previewReplay", () => {
  it("counts no further than 10,000 events", async () => {
    await storeMany("capped");
    expect(await previewReplay(admin, { filter: { refId: "capped" } })).toMatchObject({ count: 10_000, capped: true });
  });

  it("counts events and runs and plans the first few, without queueing any", async () => {
    for (let n = 0; n < 7; n++)
      await storeEvent({ refId: "preview", status: "COMPLETED", previousStatus: "IN_REVIEW" });
    const before = await database().$count(runs);
    const preview = await previewReplay(admin, { filter: { refId: "preview" } });
    expect(preview).toMatchObject({ count: 7, capped: false, runs: 14 });
    expect(preview.plans).toHaveLength(5);
    expect(preview.plans[0]?.plans.map(({ handler, lines }) => [handler, lines[0]?.would])).toEqual([
      ["update-case", "do"],
      ["enable-account", "do"],
    ]);
    expect(await database().$count(runs)).toBe(before);
  });
});

describe("cancelReplay", () => {
  it("skips queued runs, makes a dead run from before the latest again, and writes an audit entry", async () => {
    const event = await storeEvent({ status: "COMPLETED", previousStatus: "IN_REVIEW" });
    const [dead = 0] = await transaction((tx) => enqueue(tx, event, ["enable-account"], { trigger: "receipt" }));
    await database().update(runs).set({ state: "dead" }).where(eq(runs.id, dead));
    const { replayId } = await startReplay(admin, { selection: { event: { messageId: event.messageId } }, reason });
    expect(await cancelReplay(admin, { replayId })).toEqual({ skipped: 2 });
    expect(await runsOf(event.id, "enable-account")).toMatchObject([
      { id: dead, state: "dead", latest: true },
      { state: "skipped", skipped: "replay cancelled by Ada", latest: false },
    ]);
    expect(await runsOf(event.id, "update-case")).toMatchObject([{ state: "skipped", latest: true }]);
    expect(await findReplay(admin, { replayId })).toMatchObject({ state: "cancelled", progress: { skipped: 2 } });
    expect((await entriesAbout(String(replayId)))[0]).toMatchObject({
      action: "replay.cancelled",
      detail: { skipped: 2 },
    });
  });

  it("lets a running run end, and does not retry it if it fails", async () => {
    const event = await storeEvent({ status: "COMPLETED", previousStatus: "IN_REVIEW" });
    const { replayId } = await startReplay(admin, { selection: { event: { messageId: event.messageId } }, reason });
    const claimed = await claimRuns("a worker", new Map([["enable-account", 100]]));
    const run = claimed.find(({ eventId }) => eventId === event.id);
    if (!run) throw new Error("nothing to claim");
    expect(await cancelReplay(admin, { replayId })).toEqual({ skipped: 1 });
    expect(await failRun(database(), run, { error: "no luck", stack: null }, { log: new RunLog() })).toBe("dead");
    expect(await runsOf(event.id, "enable-account")).toMatchObject([{ state: "dead", latest: true, error: "no luck" }]);
  });

  it("finds no replay", async () => {
    await expect(findReplay(admin, { replayId: 999_999 })).rejects.toMatchObject({ code: "not-found" });
  });
});
