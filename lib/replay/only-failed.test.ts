import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { effects, replays, runs } from "#db/schema";
import { entriesAbout } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeFailure } from "#lib/failures/testing/stored-failure";
import { cancelReplay } from "./cancel-replay.ts";
import { listReplayRuns } from "./list-replay-runs.ts";
import { listReplays } from "./list-replays.ts";
import { previewReplay } from "./preview-replay.ts";
import { startReplay } from "./start-replay.ts";

const admin: UserActor = { kind: "user", id: "a1", label: "Ada", role: "admin", verifiedAt: new Date() };
const reason = "the core was down";

/** An event of the case on which enabling the account gave up and update-case succeeded. */
async function halfDone(refId: string) {
  const failed = await storeFailure({ refId });
  await database()
    .insert(runs)
    .values({
      ...{
        eventId: failed.event.id,
        source: "vove",
        refId,
        occurredAt: failed.event.occurredAt,
        handler: "update-case",
      },
      ...{ trigger: "receipt", attempt: 1, state: "succeeded", endedAt: new Date() },
    });
  return failed;
}

describe("a replay of what failed", () => {
  it("runs the handlers that gave up and still wait, and no other", async () => {
    const refId = "only-failed";
    const [one, two, done] = [await halfDone(refId), await halfDone(refId), await halfDone(refId)];
    await storeFailure({ refId, handler: "of-an-older-version" });
    await database()
      .insert(effects)
      .values({
        ...{ source: "vove", refId, episode: 1, key: `case/${refId}/1/enable-account`, handler: "enable-account" },
        ...{ eventId: done.event.id, runId: done.runId, state: "done" },
      });
    const selection = { filter: { refId } };
    expect(await previewReplay(admin, selection, true)).toMatchObject({
      ...{ count: 2, runs: 2, capped: false },
      outcomes: { succeeded: 3, dead: 4, failed: 0, skipped: 0, queued: 0, running: 0 },
    });
    // Of all: four events with two handlers each.
    expect(await previewReplay(admin, selection)).toMatchObject({ count: 4, runs: 8, outcomes: { dead: 4 } });

    const { replayId, count } = await startReplay(admin, { selection, onlyFailed: true, reason });
    expect(count).toBe(2);
    const queued = await database().select().from(runs).where(eq(runs.replayId, replayId)).orderBy(asc(runs.id));
    expect(queued.map(({ eventId, handler }) => [eventId, handler])).toEqual([
      [one.event.id, "enable-account"],
      [two.event.id, "enable-account"],
    ]);
    expect(await database().select().from(replays).where(eq(replays.id, replayId))).toMatchObject([
      { onlyFailed: true, selection: `refId=${refId}`, total: 2 },
    ]);
    expect((await entriesAbout(String(replayId)))[0]).toMatchObject({
      detail: { count: 2, runs: 2, onlyFailed: "yes" },
    });
  });

  it("is refused where nothing gave up", async () => {
    await expect(
      startReplay(admin, { selection: { filter: { refId: "nothing" } }, onlyFailed: true, reason }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the runs of a replay", () => {
  it("are listed by outcome, and counted in the list of replays", async () => {
    const failed = [await halfDone("listed"), await halfDone("listed")];
    const { replayId } = await startReplay(admin, {
      selection: { filter: { refId: "listed" } },
      onlyFailed: true,
      reason,
    });
    const [first = 0] = (await listReplayRuns(admin, { replayId })).items.map(({ id }) => id).reverse();
    await database().update(runs).set({ state: "succeeded", endedAt: new Date() }).where(eq(runs.id, first));
    await cancelReplay(admin, { replayId });
    expect((await listReplayRuns(admin, { replayId, state: "succeeded" })).items).toMatchObject([
      { id: first, messageId: failed[0]?.event.messageId, handler: "enable-account", reason: null, refId: "listed" },
    ]);
    expect((await listReplayRuns(admin, { replayId, state: "skipped" })).items).toMatchObject([
      { messageId: failed[1]?.event.messageId, reason: "replay cancelled by Ada" },
    ]);
    const { items, next } = await listReplayRuns(admin, { replayId, before: first + 1 });
    expect([items.map(({ id }) => id), next]).toEqual([[first], null]);
    expect((await listReplays(admin))[0]).toMatchObject({
      ...{ id: replayId, destination: null },
      progress: { queued: 0, running: 0, succeeded: 1, skipped: 1, dead: 0 },
    });
  });
});
