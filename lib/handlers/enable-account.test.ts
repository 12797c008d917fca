import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { auditEntries, businesses, effects } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const approved = (refId: string, second = 3) =>
  storeEvent({ refId, status: "COMPLETED", previousStatus: "IN_REVIEW", occurredAt: at(second) });
const businessOf = (refId: string) => database().select().from(businesses).where(eq(businesses.refId, refId));
const effectsOf = (refId: string) => database().select().from(effects).where(eq(effects.refId, refId));
const entriesOf = (refId: string) =>
  database()
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectId, `vove/${refId}`), eq(auditEntries.action, "account.enabled")));

describe("enable-account", () => {
  it("enables the account of a completed case, inserts the business if there is none, and writes an audit entry", async () => {
    const event = await approved("acme");
    const run = await runNow(event, "enable-account");
    expect(run).toMatchObject({ state: "succeeded" });
    expect(await businessOf("acme")).toMatchObject([
      { accountStatus: "enabled", enabledAt: expect.any(Date), name: null },
    ]);
    expect(await effectsOf("acme")).toMatchObject([
      { key: "case/acme/1/enable-account", state: "done", eventId: event.id, runId: run.id },
    ]);
    expect(await entriesOf("acme")).toMatchObject([{ actorKind: "job", actorId: "enable-account" }]);
  });

  it("enables it once for any number of runs, and keeps what is known of the business", async () => {
    await database().insert(businesses).values({ source: "vove", refId: "known", name: "Known Ltd" });
    const event = await approved("known");
    await runNow(event, "enable-account");
    const [before] = await businessOf("known");
    expect(before).toMatchObject({ name: "Known Ltd", accountStatus: "enabled" });
    const again = await runNow(event, "enable-account");
    expect(again).toMatchObject({
      state: "skipped",
      skipped: expect.stringMatching(/^Account already enabled at .*: nothing to do\.$/),
    });
    expect(await businessOf("known")).toEqual([before]);
    expect(await entriesOf("known")).toHaveLength(1);
  });

  it.each([
    ["late", { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", occurredAt: at(9) } as const],
    ["contradicts", { status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(1) } as const],
  ])("does nothing for an event that is not the current one of its case: %s", async (why, other) => {
    await storeEvent({ refId: why, ...other });
    expect(await runNow(await approved(why), "enable-account")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining(why),
    });
    expect(await businessOf(why)).toEqual([]);
    expect(await effectsOf(why)).toEqual([]);
  });

  it("does nothing for a repeat, and enables the account for the event that is repeated", async () => {
    const first = await approved("repeat", 3);
    const repeat = await approved("repeat", 4);
    expect(await runNow(repeat, "enable-account")).toMatchObject({ state: "skipped" });
    expect(await runNow(first, "enable-account")).toMatchObject({ state: "succeeded" });
  });

  it("finds its effect after the episode's number went up because an earlier one arrived", async () => {
    const event = await approved("shifted", 30);
    await runNow(event, "enable-account");
    await storeEvent({ refId: "shifted", status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(1) });
    await storeEvent({ refId: "shifted", occurredAt: at(2) });
    expect(await runNow(event, "enable-account")).toMatchObject({ state: "skipped" });
    expect(await effectsOf("shifted")).toHaveLength(1);
  });
});
