import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, effects, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const queuedFor = (eventId: number) =>
  database()
    .select({ handler: runs.handler, requestedBy: runs.requestedBy })
    .from(runs)
    .where(and(eq(runs.eventId, eventId), eq(runs.state, "queued")));

describe("when the first event of a second episode comes last", () => {
  it("handlers that skipped the end of that episode as a contradiction are run again, once", async () => {
    const refId = "begun-again";
    const rejected = { refId, status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(1) } as const;
    const reviewed = { refId, status: "IN_REVIEW", previousStatus: "IN_PROGRESS", occurredAt: at(3) } as const;
    const approved = { refId, status: "COMPLETED", previousStatus: "IN_REVIEW", occurredAt: at(4) } as const;
    await runNow(await storeEvent(rejected), "update-case");
    await runNow(await storeEvent(reviewed), "update-case");
    const completed = await storeEvent(approved);
    expect(await runNow(completed, "enable-account")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("contradicts"),
    });
    await runNow(completed, "update-case");
    expect(await queuedFor(completed.id)).toEqual([]);

    const opener = await storeEvent({ refId, occurredAt: at(2) });
    await runNow(opener, "update-case");
    expect(await database().select().from(cases).where(eq(cases.refId, refId))).toMatchObject([
      { status: "COMPLETED", episode: 2 },
    ]);
    expect(await queuedFor(completed.id)).toEqual([{ handler: "enable-account", requestedBy: "update-case" }]);

    expect(await runNow(completed, "enable-account")).toMatchObject({ state: "succeeded" });
    await runNow(opener, "update-case");
    expect(await queuedFor(completed.id)).toEqual([]);
    expect(await database().$count(effects, and(eq(effects.refId, refId), eq(effects.state, "done")))).toBe(1);
  });

  it("handlers that skipped for another reason are not run again", async () => {
    const refId = "no-contact";
    const event = await storeEvent({ refId, status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(3) });
    expect(await runNow(event, "notify-customer")).toMatchObject({ skipped: "no contact on file" });
    await runNow(event, "update-case");
    await runNow(await storeEvent({ refId, occurredAt: at(1) }), "update-case");
    expect(await queuedFor(event.id)).toEqual([]);
  });
});
