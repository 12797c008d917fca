import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses, cases, runs } from "#db/schema";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import { attentionCounts } from "#lib/cases/board/attention-counts";
import { countCases } from "#lib/cases/board/count-cases";
import type { CasesFilter } from "#lib/cases/board/filter";
import { listCases } from "#lib/cases/board/list-cases";
import { readBoard } from "#lib/cases/board/read-board";
import { findCase } from "#lib/cases/find-case";
import { runNow } from "#lib/handlers/testing/run-now";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { unmarkDelivered } from "#lib/runs/housekeeping";
import { rerunHandler } from "./rerun-handler.ts";
import { settleEffect } from "./settle-effect.ts";
import { waiveLetter } from "./waive-letter.ts";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url;
afterAll(() => mail.stop());
beforeEach(() => {
  mail.manner = { kind: "take" };
});

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const filter: CasesFilter = { attention: ["business-not-told"] };

async function rejectedCase(refId: string, contactEmail: string | null = "ann@example.com"): Promise<StoredEvent> {
  await database().insert(businesses).values({ source: "vove", refId, contactEmail });
  const event = await storeEvent({ refId, status: "REJECTED", previousStatus: "IN_REVIEW" });
  await runNow(event, "update-case");
  return event;
}

/** The case's next onboarding begins an hour after `before`. */
async function beginAgain(before: StoredEvent): Promise<void> {
  const occurredAt = new Date(before.occurredAt.getTime() + 3_600_000);
  await runNow(await storeEvent({ refId: before.refId, occurredAt }), "update-case");
}

/** A message about the case comes last that was made so many hours before `event`. */
async function tellBefore(event: StoredEvent, hours: number, status: "COMPLETED" | "REJECTED"): Promise<void> {
  const occurredAt = new Date(event.occurredAt.getTime() - hours * 3_600_000);
  const late = await storeEvent({ refId: event.refId, status, previousStatus: "IN_REVIEW", occurredAt });
  await runNow(late, "update-case");
}

/**
 * Whether the case is one whose business was not told: the strip, the counts, the list, its line and the board must say the same of it, and
 * none of them that it has another problem.
 */
async function waits(refId: string): Promise<boolean> {
  const [strip, counts, listed, all, board] = await Promise.all([
    attentionCounts(engineer),
    countCases(engineer, filter),
    listCases(engineer, filter),
    listCases(engineer, {}),
    readBoard(engineer, { filter, more: undefined }),
  ]);
  const is = listed.items.some((line) => line.refId === refId);
  expect(all.items.find((line) => line.refId === refId)).toMatchObject({ businessNotTold: is, deliveryProblem: false });
  expect(Object.values(board.lines).some((line) => line.refId === refId)).toBe(is);
  expect(strip["business-not-told"].n).toBe(listed.items.length);
  expect(strip.delivery.n).toBe(0);
  expect(Object.values(counts).reduce((sum, { n }) => sum + n, 0)).toBe(listed.items.length);
  return is;
}

const episodeOf = (refId: string, episode: number) => findCase(engineer, { refId, episode });
const waive = (refId: string, episode = 1) =>
  waiveLetter(engineer, { source: "vove", refId, episode, reason: "called them" });

describe("an unsent letter", () => {
  it("without a contact leaves the business not told until it is sent, also after the marks were checked", async () => {
    const event = await rejectedCase("no contact", null);
    const run = await runNow(event, "notify-customer");
    expect(await waits("no contact")).toBe(true);
    await unmarkDelivered();
    expect(await waits("no contact")).toBe(true);
    await database()
      .update(businesses)
      .set({ contactEmail: "a@example.com" })
      .where(eq(businesses.refId, "no contact"));
    await rerunHandler(engineer, { runId: run.id, reason: "the contact came" });
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded" });
    expect(await waits("no contact")).toBe(false);
    await unmarkDelivered();
    const [stored] = await database().select().from(cases).where(eq(cases.refId, "no contact"));
    expect(stored?.undelivered).toBe(false);
  });

  it("that may have left leaves the business not told until a person settles it, and then until it is sent if it did not arrive", async () => {
    const event = await rejectedCase("in doubt");
    mail.manner = { kind: "cut-after-data" };
    await runNow(event, "notify-customer");
    expect(await waits("in doubt")).toBe(true);
    const [letter] = (await episodeOf("in doubt", 1)).effects;
    await settleEffect(engineer, { effectId: letter?.id ?? 0, outcome: "not-arrived", reason: "asked Ann" });
    expect(await waits("in doubt")).toBe(true);
    mail.manner = { kind: "take" };
    await runNow(event, "notify-customer");
    expect(await waits("in doubt")).toBe(false);
  });

  it("waits for nobody while it will be tried again, and does when the handler gave up or its attempt is cancelled", async () => {
    const event = await rejectedCase("tried again");
    mail.manner = { kind: "answer", code: 451 };
    await runNow(event, "notify-customer");
    expect(await waits("tried again")).toBe(false);
    await unmarkDelivered();
    await database().update(runs).set({ state: "skipped" }).where(eq(runs.state, "queued"));
    expect(await waits("tried again")).toBe(true);
    mail.manner = { kind: "answer", code: 554 };
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "dead" });
    expect(await waits("tried again")).toBe(true);
    await waive("tried again");
    expect(await waits("tried again")).toBe(false);
  });

  it("that may have left can be waived, and then waits for nobody", async () => {
    const event = await rejectedCase("waived in doubt");
    mail.manner = { kind: "cut-after-data" };
    await runNow(event, "notify-customer");
    expect(await waits("waived in doubt")).toBe(true);
    await waive("waived in doubt");
    expect(await waits("waived in doubt")).toBe(false);
  });

  it("is no longer due when a late event shows that the case was completed before", async () => {
    const event = await rejectedCase("completed", null);
    await runNow(event, "notify-customer");
    await tellBefore(event, 1, "COMPLETED");
    expect(await waits("completed")).toBe(false);
  });

  it("is due again when an earlier rejection arrives last, although the case was unmarked meanwhile", async () => {
    const event = await rejectedCase("rejected first");
    mail.manner = { kind: "cut-after-data" };
    await runNow(event, "notify-customer");
    await tellBefore(event, 1, "COMPLETED");
    await unmarkDelivered();
    expect(await waits("rejected first")).toBe(false);
    await tellBefore(event, 2, "REJECTED");
    expect(await waits("rejected first")).toBe(true);
  });
});

describe("a delivery problem of an earlier episode", () => {
  it("is shown on that episode, not on the next, and can be waived there", async () => {
    const event = await rejectedCase("again", null);
    await runNow(event, "notify-customer");
    expect(await waits("again")).toBe(true);
    await beginAgain(event);
    expect(await waits("again")).toBe(false);
    expect((await episodeOf("again", 1)).effects).toMatchObject([{ state: "not-sent" }]);
    expect((await episodeOf("again", 2)).effects).toEqual([]);
    const problems = async () => (await episodeOf("again", 2)).episodes.map(({ deliveryProblem }) => deliveryProblem);
    expect(await problems()).toEqual([true, false]);
    await waive("again", 1);
    expect(await problems()).toEqual([false, false]);
    expect((await episodeOf("again", 1)).effects).toMatchObject([{ state: "waived" }]);
  });

  it("of a handler that gave up is shown there too", async () => {
    const event = await rejectedCase("gave up");
    mail.manner = { kind: "answer", code: 554 };
    await runNow(event, "notify-customer");
    expect(await waits("gave up")).toBe(true);
    await beginAgain(event);
    expect(await waits("gave up")).toBe(false);
    expect(await episodeOf("gave up", 1)).toMatchObject({ deadHandlers: ["notify-customer"] });
    expect(await episodeOf("gave up", 2)).toMatchObject({
      deadHandlers: [],
      episodes: [{ deliveryProblem: true }, { deliveryProblem: false }],
    });
  });
});
