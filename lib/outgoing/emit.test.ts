import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { deliveries, destinations, outgoingEvents } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { businesses, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { personOf } from "#lib/access/testing/people";
import { emitDueFollowUps } from "#lib/cases/emit-follow-up";
import { flagCase } from "#lib/cases/flag-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { runNow } from "#lib/handlers/testing/run-now";
import { sweepLostRuns } from "#lib/runs/lease";
import { emit } from "./emit.ts";
import { bodySchema, type OutgoingType } from "./event-types.ts";

type NewDestination = Partial<typeof destinations.$inferInsert>;

async function destination(given: NewDestination = {}): Promise<string> {
  const [row] = await database()
    .insert(destinations)
    .values({ name: "Core banking", url: "https://core.example/hook", createdBy: "Ada", ...given })
    .returning({ id: destinations.id });
  return row?.id ?? "";
}

/** What was written of a case, in order, with the parsed body. */
async function writtenOf(refId: string) {
  const rows = await database()
    .select()
    .from(outgoingEvents)
    .where(eq(outgoingEvents.refId, refId))
    .orderBy(asc(outgoingEvents.sequence));
  return rows.map((row) => {
    const body = bodySchema(row.type as OutgoingType).parse(JSON.parse(row.body));
    return { ...row, data: body.data as Record<string, unknown>, timestamp: body.timestamp };
  });
}

const typesOf = async (refId: string) => (await writtenOf(refId)).map(({ type }) => type);
const queuedOf = (id: string) =>
  database()
    .select({
      state: runs.state,
      refId: runs.refId,
      deliveryId: runs.deliveryId,
      eventId: runs.eventId,
      at: runs.occurredAt,
    })
    .from(runs)
    .where(eq(runs.handler, `destination/${id}`))
    .orderBy(asc(runs.occurredAt));
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

const stepOf = {
  IN_PROGRESS: { status: "IN_PROGRESS", previousStatus: "NOT_STARTED", occurredAt: at(1) },
  IN_REVIEW: { status: "IN_REVIEW", previousStatus: "IN_PROGRESS", occurredAt: at(2) },
  COMPLETED: { status: "COMPLETED", previousStatus: "IN_REVIEW", occurredAt: at(3) },
  REJECTED: { status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(4) },
} as const;
const store = (refId: string, status: keyof typeof stepOf) => storeEvent({ refId, ...stepOf[status] });

beforeEach(async () => {
  await database().execute(sql`update destinations set deleted_at = now()`);
});

describe("emit", () => {
  it("writes nothing while no destination takes it", async () => {
    await destination({ eventTypes: ["account.enabled"] });
    await runNow(await store("nobody", "IN_PROGRESS"), "update-case");
    expect(await writtenOf("nobody")).toEqual([]);
  });

  it("tells each step of a case once and in order, with a queued delivery for each enabled destination", async () => {
    const all = await destination();
    const off = await destination({ state: "disabled" });
    const progress = await store("life", "IN_PROGRESS");
    await runNow(progress, "update-case");
    await runNow(await store("life", "IN_REVIEW"), "update-case");
    const completed = await store("life", "COMPLETED");
    // Both handlers of an event may be first.
    await runNow(completed, "enable-account");
    await runNow(completed, "update-case");
    await runNow(progress, "update-case");
    const written = await writtenOf("life");
    expect(written.map(({ type, sequence }) => [type, sequence])).toEqual([
      ["kyb.case.in_progress", 1],
      ["kyb.case.in_review", 2],
      ["kyb.case.completed", 3],
      ["account.enabled", 4],
    ]);
    expect(written[0]).toMatchObject({
      data: {
        refId: "life",
        source: "vove",
        episode: 1,
        status: "IN_PROGRESS",
        previousStatus: "NOT_STARTED",
        reason: null,
        statusSince: at(1).toISOString(),
        sequence: 1,
        messageId: progress.messageId,
      },
      timestamp: at(1).toISOString(),
      eventId: progress.id,
      personalBody: null,
    });
    expect(written[3]?.data).toMatchObject({ status: "COMPLETED", enabledAt: expect.any(String) });
    expect(new Set(written.map(({ messageId }) => messageId)).size).toBe(4);
    const times = written.map((row) => row.at.getTime());
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    const queued = await queuedOf(all);
    expect(queued).toHaveLength(4);
    expect(queued[0]).toMatchObject({ state: "queued", refId: "life", eventId: null });
    expect(queued.map((run) => run.at.getTime())).toEqual(times);
    expect(await queuedOf(off)).toEqual([]);
  });

  it("tells where a case stands by what was told last, while the case's row is older", async () => {
    await destination();
    for (const status of ["IN_PROGRESS", "IN_REVIEW"] as const) await runNow(await store("row", status), "update-case");
    await runNow(await store("row", "COMPLETED"), "enable-account");
    const analyst = await personOf("analyst");
    await flagCase(analyst, { source: "vove", refId: "row", reason: "a look" });
    const written = await writtenOf("row");
    expect(written.map(({ type, data: { status } }) => [type, status]).slice(-2)).toEqual([
      ["account.enabled", "COMPLETED"],
      ["follow-up.opened", "COMPLETED"],
    ]);
  });

  it("does not tell a late or a repeated event, and tells a gap and a conflict with what is missing and claimed", async () => {
    await destination();
    await runNow(await store("odd", "IN_REVIEW"), "update-case");
    await runNow(await store("odd", "IN_PROGRESS"), "update-case");
    await runNow(await storeEvent({ refId: "odd", ...stepOf.IN_REVIEW, occurredAt: at(3) }), "update-case");
    await runNow(await store("odd", "REJECTED"), "update-case");
    await runNow(await storeEvent({ refId: "odd", ...stepOf.COMPLETED, occurredAt: at(9) }), "update-case");
    const written = await writtenOf("odd");
    expect(written.map(({ type }) => type)).toEqual([
      "kyb.case.in_review",
      "case.gap",
      "kyb.case.rejected",
      "case.conflict",
    ]);
    expect(written[3]?.data).toMatchObject({ status: "REJECTED", claimedStatus: "COMPLETED" });
    await runNow(await store("odd-gap", "IN_PROGRESS"), "update-case");
    await runNow(await store("odd-gap", "COMPLETED"), "update-case");
    const gap = await writtenOf("odd-gap");
    expect(gap.map(({ type }) => type)).toEqual(["kyb.case.in_progress", "kyb.case.completed", "case.gap"]);
    expect(gap[2]?.data).toMatchObject({ missingStatus: "IN_REVIEW" });
  });

  it("keeps personal data to destinations that ask for it", async () => {
    await database()
      .insert(businesses)
      .values({ source: "vove", refId: "named", name: "Named Ltd", contactEmail: "n@named.example" });
    const plain = await destination();
    await runNow(await store("named", "IN_PROGRESS"), "update-case");
    expect(await writtenOf("named")).toMatchObject([{ personalBody: null }]);
    const asks = await destination({ personalData: true });
    await runNow(await store("named", "IN_REVIEW"), "update-case");
    const [, second] = await writtenOf("named");
    expect(second?.body).not.toContain("Named");
    const parsed = bodySchema("kyb.case.in_review").parse(JSON.parse(second?.personalBody ?? ""));
    expect(parsed.data).toMatchObject({
      personal: { business: { name: "Named Ltd", contactEmail: "n@named.example" } },
    });
    const rows = await database()
      .select({ to: deliveries.destinationId, personalData: deliveries.personalData })
      .from(deliveries)
      .where(eq(deliveries.outgoingEventId, second?.id ?? 0));
    expect(new Map(rows.map(({ to, personalData }) => [to, personalData]))).toEqual(
      new Map([
        [plain, false],
        [asks, true],
      ]),
    );
  });

  it("gives each destination its types, its source and its format", async () => {
    const other = await destination({ source: "other" });
    const mine = await destination({ source: "vove", eventTypes: ["kyb.case.in_review"] });
    const received = await destination({ format: "as-received" });
    await runNow(await store("fits", "IN_PROGRESS"), "update-case");
    await runNow(await store("fits", "COMPLETED"), "update-case");
    await runNow(await storeEvent({ refId: "fits-2", ...stepOf.IN_REVIEW }), "update-case");
    expect(await queuedOf(other)).toHaveLength(0);
    expect((await queuedOf(mine)).map(({ refId }) => refId)).toEqual(["fits-2"]);
    // Without case.gap, of which no bytes of the sender exist.
    expect(await queuedOf(received)).toHaveLength(3);
  });

  it("tells of a follow-up when it is opened, once when it is due, and when it is resolved", async () => {
    await destination({ personalData: true });
    await runNow(await store("marked", "IN_PROGRESS"), "update-case");
    const analyst = await personOf("analyst", "Ana");
    const today = new Date().toISOString().slice(0, 10);
    await flagCase(analyst, {
      source: "vove",
      refId: "marked",
      reason: "Call them",
      dueOn: today,
      ownerId: analyst.id,
    });
    expect(await emitDueFollowUps()).toBe(1);
    expect(await emitDueFollowUps()).toBe(0);
    await resolveFollowUp(analyst, { source: "vove", refId: "marked", outcome: "They called" });
    const written = await writtenOf("marked");
    expect(written.map(({ type }) => type)).toEqual([
      "kyb.case.in_progress",
      "follow-up.opened",
      "follow-up.due",
      "follow-up.resolved",
    ]);
    expect(written[3]?.body).not.toContain("They called");
    expect(JSON.parse(written[3]?.personalBody ?? "").data.personal).toMatchObject({
      reason: "Call them",
      outcome: "They called",
      owner: "Ana",
    });
  });

  it("tells when a handler gives up, with its error for those that ask for personal data alone", async () => {
    await destination();
    const event = await storeEvent({ refId: "stuck", ...stepOf.COMPLETED });
    await database().execute(sql`
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, lease_expiries, state, claim, lease_until)
      values (${event.id}, 'vove', 'stuck', now(), 'update-case', 'receipt', 20, 19, 'running', gen_random_uuid(), now() - interval '1 minute')`);
    await sweepLostRuns();
    const [gaveUp] = await writtenOf("stuck");
    expect(gaveUp).toMatchObject({
      type: "run.gave-up",
      data: { handler: "update-case", attempts: 20, messageId: event.messageId },
    });
    expect(gaveUp?.body).not.toContain("worker lost");
  });

  it("writes nothing when its transaction is rolled back, and one sequence when many write at once", async () => {
    await destination();
    const about = { source: "vove", refId: "many" };
    const one = (key: string) =>
      transaction((tx) =>
        emit(tx, [{ type: "account.enabled", key, about, facts: { enabledAt: at(1).toISOString() } }]),
      );
    await expect(
      transaction(async (tx) => {
        await emit(tx, [{ type: "account.enabled", key: "gone", about, facts: { enabledAt: at(1).toISOString() } }]);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await typesOf("many")).toEqual([]);
    await Promise.all(Array.from({ length: 20 }, (_, index) => one(`many/${index % 10}`)));
    const written = await writtenOf("many");
    expect(written.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("sends a test to the one destination alone, whatever it takes and even when it is disabled", async () => {
    const tested = await destination({ eventTypes: ["account.enabled"], state: "disabled" });
    const other = await destination();
    const ids = await transaction((tx) =>
      emit(tx, [
        { type: "test", key: "test/1", about: null, facts: { destinationId: tested, sentBy: "Ada" }, only: tested },
      ]),
    );
    expect((await queuedOf(tested)).map(({ deliveryId }) => deliveryId)).toEqual(ids);
    expect(await queuedOf(other)).toEqual([]);
  });

  it("tells of a destination to the others alone", async () => {
    const failing = await destination();
    const other = await destination();
    const facts = { destinationId: failing, name: "Core", failingSince: at(1).toISOString() };
    await transaction((tx) => emit(tx, [{ type: "destination.failing", key: "failing/1", about: null, facts }]));
    expect(await queuedOf(failing)).toEqual([]);
    expect(await queuedOf(other)).toHaveLength(1);
  });
});
