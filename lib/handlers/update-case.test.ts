import { and, asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "#db/access-schema";
import { database } from "#db/pool";
import { cases, episodes, events } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const opened = (refId: string, second = 1) => storeEvent({ refId, occurredAt: at(second) });
const submitted = (refId: string) =>
  storeEvent({ refId, status: "IN_REVIEW", previousStatus: "IN_PROGRESS", occurredAt: at(2) });
const approved = (refId: string) =>
  storeEvent({ refId, status: "COMPLETED", previousStatus: "IN_REVIEW", occurredAt: at(3) });
const rejected = (refId: string) =>
  storeEvent({
    refId,
    status: "REJECTED",
    previousStatus: "IN_REVIEW",
    reason: "DOCUMENT_MISMATCH",
    occurredAt: at(3),
  });

const caseOf = async (refId: string) =>
  (
    await database()
      .select()
      .from(cases)
      .where(and(eq(cases.source, "vove"), eq(cases.refId, refId)))
  )[0];
const verdictsOf = async (refId: string) =>
  (await database().select().from(events).where(eq(events.refId, refId)).orderBy(asc(events.id))).map(
    ({ verdict, episode }) => `${verdict} ${episode}`,
  );

describe("update-case", () => {
  it("makes the case, its episode and the event's verdict", async () => {
    const refId = "a/b c%é";
    const event = await rejected(refId);
    expect(await runNow(event, "update-case")).toMatchObject({
      state: "succeeded",
      log: [{ line: expect.stringContaining("REJECTED") }],
    });
    const made = await caseOf(refId);
    const status = {
      status: "REJECTED",
      previousStatus: "IN_REVIEW",
      reason: "DOCUMENT_MISMATCH",
      statusSince: at(3),
      gap: true,
      conflict: false,
      statusEventId: event.id,
    };
    expect(made).toMatchObject({ episode: 1, ...status });
    expect(
      await database()
        .select()
        .from(episodes)
        .where(eq(episodes.caseId, made?.id ?? 0)),
    ).toEqual([{ caseId: made?.id, number: 1, openedAt: at(3), ...status }]);
    expect(await verdictsOf(refId)).toEqual(["gap 1"]);
  });

  it("writes verdicts again and closes the gap when the missing event arrives late", async () => {
    const refId = "late";
    await runNow(await opened(refId), "update-case");
    await runNow(await approved(refId), "update-case");
    expect(await caseOf(refId)).toMatchObject({ status: "COMPLETED", gap: true });
    await runNow(await submitted(refId), "update-case");
    expect(await caseOf(refId)).toMatchObject({ status: "COMPLETED", gap: false });
    expect(await verdictsOf(refId)).toEqual(["applied 1", "applied 1", "late 1"]);
  });

  it("does not touch people's fields, and sets lastChangeAt only when the case changes", async () => {
    const refId = "assigned";
    await database().insert(users).values({ id: "u1", name: "Ada", email: "ada@example.com", role: "analyst" });
    const first = await opened(refId);
    await runNow(first, "update-case");
    await database().update(cases).set({ assigneeId: "u1" }).where(eq(cases.refId, refId));
    const before = await caseOf(refId);
    await runNow(first, "update-case");
    expect(await caseOf(refId)).toEqual(before);
    await runNow(await submitted(refId), "update-case");
    const after = await caseOf(refId);
    expect(after).toMatchObject({ status: "IN_REVIEW", assigneeId: "u1" });
    expect(after?.lastChangeAt.getTime()).toBeGreaterThan(before?.lastChangeAt.getTime() ?? 0);
  });

  it("numbers episodes again when an earlier one arrives late", async () => {
    const refId = "renumbered";
    await runNow(await opened(refId, 10), "update-case");
    expect(await caseOf(refId)).toMatchObject({ episode: 1 });
    await runNow(await rejected(refId), "update-case");
    const found = await caseOf(refId);
    expect(found).toMatchObject({ episode: 2, status: "IN_PROGRESS" });
    const all = await database()
      .select()
      .from(episodes)
      .where(eq(episodes.caseId, found?.id ?? 0));
    expect(all.map(({ number, status }) => `${number} ${status}`).sort()).toEqual(["1 REJECTED", "2 IN_PROGRESS"]);
    expect(await verdictsOf(refId)).toEqual(["applied 2", "late 1"]);
  });
});
