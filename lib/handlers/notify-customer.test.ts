import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { businesses, effects, letters, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { headersOf, startMailServer } from "#lib/letters/testing/mail-server";
import { planHandler } from "#lib/replay/plan-handler";
import { rerunHandler } from "#lib/replay/rerun-handler";
import { settleEffect } from "#lib/replay/settle-effect";
import { requeueDeadRuns } from "#lib/runs/requeue-dead-runs";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url;
afterAll(() => mail.stop());
beforeEach(() => {
  mail.manner = { kind: "take" };
  mail.letters.length = 0;
  mail.messages = 0;
});

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
let count = 0;
async function rejected(contactEmail: string | null = "ann@example.com") {
  const refId = `case-${++count}`;
  await database().insert(businesses).values({ source: "vove", refId, name: "Acme <Ltd>", contactEmail });
  return storeEvent({ refId, status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" });
}
const effectOf = async (refId: string) =>
  (
    await database()
      .select()
      .from(effects)
      .where(eq(effects.refId, refId))
      .leftJoin(letters, eq(letters.effectId, effects.id))
  )[0];
const planOf = async (messageId: string) =>
  (await planHandler(engineer, { messageId, handler: "notify-customer" })).lines[0];

describe("notify-customer", () => {
  it("writes to the contact, once, under one Message-ID", async () => {
    const event = await rejected();
    expect(await planOf(event.messageId)).toMatchObject({
      would: "do",
      effectKey: `case/${event.refId}/1/notify-customer`,
    });
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded" });
    const stored = await effectOf(event.refId);
    expect(stored?.effects).toMatchObject({ state: "done", detail: expect.stringContaining("250") });
    expect(mail.letters).toHaveLength(1);
    expect(headersOf(mail.letters[0]?.raw ?? "")).toContain(`Message-ID: ${stored?.letters?.mailId}`);
    expect(mail.letters[0]?.to).toEqual(["ann@example.com"]);
    expect(await planOf(event.messageId)).toMatchObject({
      would: "not-repeat",
      sentence: expect.stringContaining("will not be sent again"),
    });
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("Letter sent"),
    });
    expect(mail.messages).toBe(1);
  });

  it("is skipped without a contact, and writes when it is re-run after there is one", async () => {
    const event = await rejected(null);
    const run = await runNow(event, "notify-customer");
    expect(run).toMatchObject({ state: "skipped", skipped: "no contact on file" });
    expect(await effectOf(event.refId)).toMatchObject({ effects: { state: "not-sent" }, letters: null });
    await database()
      .update(businesses)
      .set({ contactEmail: "bob@example.com" })
      .where(eq(businesses.refId, event.refId));
    await rerunHandler(engineer, { runId: run.id, reason: "the contact came" });
    await runNow(event, "notify-customer");
    expect(mail.letters.map(({ to }) => to)).toEqual([["bob@example.com"]]);
  });

  it("is tried again when the server refuses, and sends the same letter then", async () => {
    const event = await rejected();
    mail.manner = { kind: "answer", code: 451 };
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "failed",
      error: expect.stringContaining("not sent"),
    });
    const refused = await effectOf(event.refId);
    expect(refused?.effects.state).toBe("failed");
    mail.manner = { kind: "take" };
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded", attempt: 2 });
    expect((await effectOf(event.refId))?.letters?.mailId).toBe(refused?.letters?.mailId);
    expect(mail.letters).toHaveLength(1);
  });

  it.each([
    { kind: "refuse-recipient", code: 550 },
    { kind: "answer", code: 554 },
  ] as const)("waits for a person at once when the server refuses for good: $code", async (manner) => {
    const event = await rejected();
    mail.manner = manner;
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "dead",
      attempt: 1,
      error: expect.stringMatching(new RegExp(`refused this letter for good: .*${manner.code}`)),
    });
    const attempts = await database().select().from(runs).where(eq(runs.eventId, event.id));
    expect(attempts).toHaveLength(1);
    expect((await effectOf(event.refId))?.effects).toMatchObject({
      state: "failed",
      detail: expect.stringContaining("not tried again by itself"),
    });
    mail.manner = { kind: "take" };
    await rerunHandler(engineer, { runId: attempts[0]?.id ?? 0, reason: "the mailbox is back" });
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded" });
    expect(mail.letters).toHaveLength(1);
  });

  it("sends a letter that may have left only after a person said that it did not arrive", async () => {
    const event = await rejected();
    mail.manner = { kind: "cut-after-data" };
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("may have left"),
    });
    mail.manner = { kind: "take" };
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("until a person says"),
    });
    expect(await transaction((tx) => requeueDeadRuns(tx, [event.id]))).toBe(0);
    expect(mail.messages).toBe(1);
    const doubtful = await effectOf(event.refId);
    expect(doubtful?.effects.state).toBe("unknown");
    await settleEffect(engineer, { effectId: doubtful?.effects.id ?? 0, outcome: "not-arrived", reason: "asked Ann" });
    expect(await planOf(event.messageId)).toMatchObject({ would: "do" });
    expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded" });
    expect(mail.letters).toHaveLength(1);
  });

  it("treats a letter that an ended run intended to send as one that may have left", async () => {
    const event = await rejected();
    const [intent] = await database()
      .insert(effects)
      .values({
        source: "vove",
        refId: event.refId,
        episode: 1,
        key: `case/${event.refId}/1/notify-customer`,
        handler: "notify-customer",
        eventId: event.id,
        runId: 1_000_000,
        state: "intended",
      })
      .returning();
    expect(await planOf(event.messageId)).toMatchObject({ would: "not-repeat" });
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("A letter may have left at"),
    });
    expect((await effectOf(event.refId))?.effects).toMatchObject({ id: intent?.id, state: "unknown" });
    expect(mail.messages).toBe(0);
  });

  it("does nothing for a rejection that is no longer the status of the case", async () => {
    const event = await rejected();
    await storeEvent({ refId: event.refId, occurredAt: new Date(event.occurredAt.getTime() + 1000) });
    expect(await runNow(event, "notify-customer")).toMatchObject({
      state: "skipped",
      skipped: expect.stringContaining("superseded: onboarding 2"),
    });
    expect(mail.messages).toBe(0);
  });
});
