import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { deliveries, destinations } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { replays, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { emit } from "#lib/outgoing/emit";
import { OUTGOING_TYPE_NAMES } from "#lib/outgoing/event-types";
import { type StoredAttempt, storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { cancelReplay } from "#lib/replay/cancel-replay";
import { findReplay } from "#lib/replay/find-replay";
import { finishReplays } from "#lib/runs/housekeeping";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { previewRecovery } from "./preview-recovery.ts";
import { recoverDestination } from "./recover-destination.ts";
import { resendDelivery } from "./resend-delivery.ts";
import { waiveDelivery } from "./waive-delivery.ts";

type Destination = Awaited<ReturnType<typeof storeDestination>>;
type NewDestination = Partial<typeof destinations.$inferInsert>;

const minute = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n));
const since = minute(0).toISOString();

/** A delivery of an event that happened in minute `n`. */
const stored = (destination: Destination, n: number, ...attempts: StoredAttempt[]) =>
  storeDelivery({ destination, event: { refId: `case-${n}`, at: minute(n) }, attempts });

/** A destination with a delivery that gave up. */
async function failing(given: NewDestination = {}): Promise<Destination> {
  const destination = await storeDestination(given);
  await stored(destination, 1, { fault: "connection refused" });
  return destination;
}

/** The cases of what is queued for a destination, in the order of sending. */
async function queuedCases({ id }: Destination): Promise<string[]> {
  const rows = await database()
    .select({ refId: runs.refId })
    .from(runs)
    .where(sql`handler = ${`destination/${id}`} and state = 'queued'`)
    .orderBy(asc(runs.id));
  return rows.map(({ refId }) => refId);
}

beforeEach(async () => {
  await database().execute(sql`delete from replays where not exists (select from runs where replay_id = replays.id)`);
  await database().execute(sql`
    update outgoing_events set removed_at = now();
    update destinations set deleted_at = now()`);
});

describeVerb(recoverDestination, {
  works: async () => [{ destinationId: (await failing()).id, since }],
  refuses: {
    "not-found": {
      "is refused for an unknown destination": () => [{ destinationId: "00000000-0000-4000-8000-000000000000", since }],
      "is refused when it has received everything": async () => {
        const destination = await storeDestination();
        await stored(destination, 1, { status: 200 });
        return [{ destinationId: destination.id, since }];
      },
    },
    "wrong-state": async () => [{ destinationId: (await failing({ state: "disabled" })).id, since }],
    "too-many": {
      "is refused for more than 10,000": async () => {
        const destination = await storeDestination();
        await database().execute(sql`
          insert into outgoing_events (message_id, key, type, source, ref_id, at, body)
          select 'many-' || n, 'many-' || n, 'letter.sent', 'vove', 'many', ${since}::timestamptz, '{}'
          from generate_series(1, 10001) as n`);
        return [{ destinationId: destination.id, since }];
      },
    },
  },
});

describe("recoverDestination", () => {
  it("queues what failed and what was missed, oldest first, and nothing that was delivered or is on its way", async () => {
    const destination = await storeDestination();
    const other = await storeDestination();
    await stored(destination, 5, { status: 500 });
    await stored(destination, 1, { fault: "connection refused" }, { status: 404 });
    await stored(destination, 2, { status: 200 });
    await stored(destination, 3, { state: "queued", dueAt: new Date("2099-01-01T00:00:00Z") });
    await stored(other, 4, { status: 200 });
    await stored(destination, 6, { state: "skipped", skipped: "The destination was disabled by Ada." });
    await stored(destination, -1, { status: 500 });
    const admin = await personOf("admin", "Ada");
    const { replayId, count } = await recoverDestination(admin, {
      destinationId: destination.id,
      since,
      reason: "was down",
    });
    expect(count).toBe(4);
    const queued = await database().select().from(runs).where(eq(runs.replayId, replayId)).orderBy(asc(runs.id));
    expect(queued.map(({ refId }) => refId)).toEqual(["case-1", "case-4", "case-5", "case-6"]);
    expect(queued.map(({ occurredAt }) => occurredAt)).toEqual([1, 4, 5, 6].map(minute));
    expect(queued[0]).toMatchObject({
      trigger: "replay",
      attempt: 1,
      latest: true,
      handler: `destination/${destination.id}`,
      requestedBy: "Ada",
      requestReason: "was down",
    });
    expect(await findReplay(admin, { replayId })).toMatchObject({
      destination: { id: destination.id, name: destination.name },
      reason: "was down",
      selection: `gave up, not sent or never queued since ${since}`,
      total: 4,
      progress: { queued: 4 },
    });
    const entries = await entriesAbout(destination.id);
    expect(entries).toMatchObject([{ action: "destination.recovered", detail: { replayId, count: 4 } }]);
  });

  it.each([
    ["failed", ["case-1"]],
    ["missed", ["case-2"]],
  ] as const)("queues only what was %s where that is asked for", async (only, expected) => {
    const destination = await storeDestination();
    await stored(destination, 1, { status: 500 });
    await stored(await storeDestination(), 2, { status: 200 });
    await recoverDestination(await personOf("admin"), { destinationId: destination.id, since, only });
    expect(await queuedCases(destination)).toEqual(expected);
  });

  it("leaves out what was waived, what succeeded before it was sent again in vain, and what retention removed", async () => {
    const destination = await failing();
    const admin = await personOf("admin");
    const waived = await stored(destination, 2, { status: 500 });
    await waiveDelivery(admin, { deliveryId: waived.delivery.id, reason: "told by phone" });
    await stored(destination, 3, { status: 200, latest: false }, { status: 500 });
    const removed = await stored(destination, 4, { status: 500 });
    await database().execute(
      sql`update outgoing_events set body = '', removed_at = now() where id = ${removed.outgoing.id}`,
    );
    await recoverDestination(admin, { destinationId: destination.id, since });
    expect(await queuedCases(destination)).toEqual(["case-1"]);
  });

  it.each<[string, NewDestination]>([
    ["everything", {}],
    ["some types", { eventTypes: ["kyb.case.completed", "destination.failing"] }],
    ["one source", { source: "vove" }],
    ["another source", { source: "sandbox" }],
    ["as received", { format: "as-received" }],
    ["as received, one type", { format: "as-received", eventTypes: ["kyb.case.rejected"] }],
    ["personal data", { personalData: true }],
  ])("sends a destination that was disabled what it would have been sent: %s", async (_, given) => {
    // Takes everything, so that everything is written.
    await storeDestination({ personalData: true });
    const enabled = await storeDestination(given);
    const disabled = await storeDestination({ ...given, state: "disabled" });
    const { id, messageId } = await storeEvent({});
    await transaction((tx) =>
      emit(tx, [
        ...OUTGOING_TYPE_NAMES.map((type) => ({
          type,
          key: `${type}/${enabled.id}`,
          about: type.startsWith("destination") || type === "test" ? null : { source: "vove", refId: "taken" },
          event: type.startsWith("kyb.") ? { id, messageId } : null,
          facts: { destinationId: "00000000-0000-4000-8000-000000000000" },
        })),
        // About the disabled one, and about the enabled one: each hears of the other alone.
        ...[disabled, enabled].map((about) => ({
          type: "destination.recovered" as const,
          key: `about/${about.id}`,
          about: null,
          facts: { destinationId: about.id, name: about.name, failingSince: since },
        })),
      ] as Parameters<typeof emit>[1]),
    );
    await database().update(destinations).set({ state: "enabled" }).where(eq(destinations.id, disabled.id));
    const expected = await toldTo(enabled, disabled);
    expect(expected).not.toEqual([]);
    const asked = { destinationId: disabled.id, since, only: "missed" } as const;
    expect(await recoverDestination(await personOf("admin"), asked)).toMatchObject({ count: expected.length });
    expect(await toldTo(disabled, enabled)).toEqual(expected);
  });

  it("gives what was delivered or dead before back when its replay is cancelled, and lets it be recovered again", async () => {
    const destination = await failing();
    await stored(await storeDestination(), 2, { status: 200 });
    const admin = await personOf("admin", "Ada");
    const { replayId } = await recoverDestination(admin, { destinationId: destination.id, since });
    expect(await cancelReplay(admin, { replayId })).toEqual({ skipped: 2 });
    const latest = await database()
      .select({ refId: runs.refId, state: runs.state, skipped: runs.skipped })
      .from(runs)
      .where(sql`latest and handler = ${`destination/${destination.id}`}`)
      .orderBy(asc(runs.occurredAt));
    expect(latest).toEqual([
      { refId: "case-1", state: "dead", skipped: null },
      { refId: "case-2", state: "skipped", skipped: "replay cancelled by Ada" },
    ]);
    expect(await recoverDestination(admin, { destinationId: destination.id, since })).toMatchObject({ count: 2 });
  });

  it("leaves what is sent again meanwhile to whoever did, and is finished when its runs have ended", async () => {
    const destination = await storeDestination();
    const { delivery } = await stored(destination, 1, { status: 500 });
    await stored(destination, 2, { status: 500 });
    const admin = await personOf("admin");
    await resendDelivery(admin, { deliveryId: delivery.id });
    const { replayId, count } = await recoverDestination(admin, { destinationId: destination.id, since });
    expect(count).toBe(1);
    await finishReplays();
    expect((await findReplay(admin, { replayId })).state).toBe("running");
    await database().update(runs).set({ state: "succeeded" }).where(eq(runs.replayId, replayId));
    await finishReplays();
    expect(await findReplay(admin, { replayId })).toMatchObject({ state: "finished", progress: { succeeded: 1 } });
  });

  it("says what was asked for where no reason is given", async () => {
    const { replayId } = await recoverDestination(await personOf("admin"), {
      destinationId: (await failing()).id,
      since,
      only: "failed",
    });
    const [replay] = await database().select().from(replays).where(eq(replays.id, replayId));
    expect(replay).toMatchObject({ reason: `gave up or not sent since ${since}`, selection: replay?.reason });
  });
});

/** The types that were queued for a destination, with the variant of each; `other` stands for the one that is told of. */
async function toldTo({ id }: Destination, other: Destination): Promise<string[]> {
  const rows = await database()
    .select({ key: sql<string>`told.key`, format: deliveries.format, personalData: deliveries.personalData })
    .from(deliveries)
    .innerJoin(sql`outgoing_events as told`, sql`told.id = ${deliveries.outgoingEventId}`)
    .where(eq(deliveries.destinationId, id));
  return rows
    .map(({ key, format, personalData }) => {
      const type = key.startsWith("about/")
        ? `about/${key.endsWith(other.id) ? "the other" : "itself"}`
        : key.split("/")[0];
      return `${type} ${format} ${personalData}`;
    })
    .sort();
}

describe("previewRecovery", () => {
  it("says how many, of which cases and types, and from when, and writes nothing", async () => {
    const destination = await storeDestination();
    await stored(destination, 3, { status: 500 });
    await stored(destination, 1, { status: 500 });
    await storeDelivery({
      destination,
      event: { refId: "case-1", type: "kyb.case.completed", at: minute(2) },
      attempts: [{ status: 500 }],
    });
    const before = await database().$count(runs);
    expect(await previewRecovery(await personOf("admin"), { destinationId: destination.id, since })).toEqual({
      count: 3,
      capped: false,
      cases: 2,
      firstCases: [
        { source: "vove", refId: "case-1" },
        { source: "vove", refId: "case-3" },
      ],
      types: [
        { type: "account.enabled", count: 2 },
        { type: "kyb.case.completed", count: 1 },
      ],
      oldest: minute(1),
      newest: minute(3),
    });
    expect(await database().$count(runs)).toBe(before);
  });

  it("is empty where nothing is to be sent, and refused for a destination that was deleted", async () => {
    const admin = await personOf("admin");
    const destination = await storeDestination();
    const asked = { destinationId: destination.id, since };
    expect(await previewRecovery(admin, asked)).toMatchObject({ count: 0, cases: 0, firstCases: [], oldest: null });
    await database().update(destinations).set({ deletedAt: new Date() }).where(eq(destinations.id, destination.id));
    await expect(previewRecovery(admin, asked)).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("destination:recover"))("is not for $label", async (actor) => {
    const asked = { destinationId: "00000000-0000-4000-8000-000000000000", since };
    await expect(previewRecovery(actor, asked)).rejects.toMatchObject({ code: "not-allowed" });
  });
});
