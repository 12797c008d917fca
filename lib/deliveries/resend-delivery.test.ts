import { asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { destinations, outgoingEvents } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { type StoredAttempt, storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { hasDeliveryProblem } from "#lib/runs/delivery-problem";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { findDelivery } from "./find-delivery.ts";
import { resendDelivery } from "./resend-delivery.ts";
import { waiveDelivery } from "./waive-delivery.ts";

const reason = "their database is back";

const stored = async (...attempts: StoredAttempt[]) => (await storeDelivery({ attempts })).delivery.id;
const gaveUp = () => stored({ fault: "connection refused" });

async function to(set: Partial<typeof destinations.$inferInsert>) {
  const { delivery, destination } = await storeDelivery({ attempts: [{ status: 500 }] });
  await database().update(destinations).set(set).where(eq(destinations.id, destination.id));
  return delivery.id;
}

async function removed() {
  const { delivery, outgoing } = await storeDelivery({ attempts: [{ status: 500 }] });
  const set = { body: "", removedAt: new Date("2026-11-22T10:00:00Z") };
  await database().update(outgoingEvents).set(set).where(eq(outgoingEvents.id, outgoing.id));
  return delivery.id;
}

const runsOf = (deliveryId: number) =>
  database().select().from(runs).where(eq(runs.deliveryId, deliveryId)).orderBy(asc(runs.id));

describeVerb(resendDelivery, {
  works: async () => [{ deliveryId: await gaveUp() }],
  refuses: {
    "not-found": () => [{ deliveryId: 999_999 }],
    "wrong-state": {
      "is refused while it is queued": async () => [{ deliveryId: await stored({ state: "queued" }) }],
      "is refused while it is being sent": async () => [{ deliveryId: await stored({ state: "running" }) }],
      "is refused when the destination is disabled": async () => [{ deliveryId: await to({ state: "disabled" }) }],
      "is refused when the destination was deleted": async () => [{ deliveryId: await to({ deletedAt: new Date() }) }],
      "is refused when retention removed its body": async () => [{ deliveryId: await removed() }],
    },
  },
});

describeVerb(waiveDelivery, {
  works: async () => [{ deliveryId: await gaveUp(), reason }],
  refuses: {
    "not-found": () => [{ deliveryId: 999_999, reason }],
    "wrong-state": {
      "is refused for one that was delivered": async () => [{ deliveryId: await stored({ status: 200 }), reason }],
      "is refused for one that is queued": async () => [{ deliveryId: await stored({ state: "queued" }), reason }],
    },
  },
});

describe("resendDelivery", () => {
  it("queues the same delivery with a new chain of attempts, and keeps those before", async () => {
    const engineer = await personOf("engineer", "Ed");
    const { delivery, outgoing, destination } = await storeDelivery({
      event: { refId: "resent" },
      attempts: [{ status: 503 }, { status: 500 }],
    });
    const { runId } = await resendDelivery(engineer, { deliveryId: delivery.id, reason });
    const [, second, third] = await runsOf(delivery.id);
    expect(second).toMatchObject({ state: "dead", latest: false });
    expect(third).toMatchObject({
      id: runId,
      eventId: null,
      handler: `destination/${destination.id}`,
      source: "vove",
      refId: "resent",
      occurredAt: outgoing.at,
      trigger: "rerun",
      attempt: 1,
      state: "queued",
      latest: true,
      requestedBy: "Ed",
      requestReason: reason,
    });
    const found = await findDelivery(engineer, { deliveryId: delivery.id });
    expect([found.messageId, found.body.toString(), found.runCount]).toEqual([outgoing.messageId, outgoing.body, 3]);
    expect(await entriesAbout(String(delivery.id))).toMatchObject([
      {
        action: "delivery.resent",
        subjectKind: "delivery",
        detail: { destination: destination.name, type: "account.enabled", refId: "resent", runId },
        words: { reason: { text: reason } },
      },
    ]);
  });

  it("sends again what was delivered, without a reason", async () => {
    const engineer = await personOf("engineer");
    const deliveryId = await stored({ status: 200 });
    await resendDelivery(engineer, { deliveryId });
    expect(await findDelivery(engineer, { deliveryId })).toMatchObject({ state: "queued" });
  });

  it("queues one run for two calls at once", async () => {
    const engineer = await personOf("engineer");
    const deliveryId = await gaveUp();
    const both = await Promise.allSettled([1, 2].map(() => resendDelivery(engineer, { deliveryId })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "wrong-state" } });
    expect(await runsOf(deliveryId)).toHaveLength(2);
  });

  it("does not wait for a worker that ends the run, and locks the destination after it", async () => {
    const engineer = await personOf("engineer");
    const { delivery, destination, runs: ran } = await storeDelivery({ attempts: [{ state: "running" }] });
    await transaction(async (tx) => {
      await tx.execute(sql`update runs set state = 'dead' where id = ${ran[0]?.id}`);
      await expect(resendDelivery(engineer, { deliveryId: delivery.id })).rejects.toMatchObject({
        code: "wrong-state",
      });
      await tx.execute(sql`update destinations set failing_since = now() where id = ${destination.id}`);
    });
    await resendDelivery(engineer, { deliveryId: delivery.id });
  });

  it("is refused where the sender's bytes were removed and it sends those", async () => {
    const { id: eventId, refId } = await storeEvent({});
    const { delivery } = await storeDelivery({
      destination: await storeDestination({ format: "as-received" }),
      event: { eventId, refId, type: "kyb.case.in_progress" },
      attempts: [{ status: 500 }],
    });
    await database().execute(sql`update events set body = '', removed_at = now() where id = ${eventId}`);
    await expect(resendDelivery(await personOf("engineer"), { deliveryId: delivery.id })).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("retention"),
    });
  });
});

describe("waiveDelivery", () => {
  it("ends the delivery problem of its case, and says who waived it and why", async () => {
    const engineer = await personOf("engineer", "Ed");
    const { id, refId } = await storeCase("waived");
    const { delivery } = await storeDelivery({ event: { refId }, attempts: [{ status: 500 }] });
    expect(await hasProblem(id)).toBe(true);
    await waiveDelivery(engineer, { deliveryId: delivery.id, reason });
    expect(await hasProblem(id)).toBe(false);
    expect(await runsOf(delivery.id)).toMatchObject([
      { state: "skipped", skipped: `Waived by Ed: ${reason}`, latest: true, error: "answered 500" },
    ]);
  });

  it("leaves it to be sent again by whoever resends it", async () => {
    const engineer = await personOf("engineer");
    const deliveryId = await gaveUp();
    await waiveDelivery(engineer, { deliveryId, reason });
    await resendDelivery(engineer, { deliveryId });
    expect(await findDelivery(engineer, { deliveryId })).toMatchObject({ state: "queued" });
  });
});

async function hasProblem(caseId: number): Promise<boolean | undefined> {
  const [row] = await database().execute<{ has: boolean }>(sql`
    select ${hasDeliveryProblem({
      source: sql`cases.source`,
      refId: sql`cases.ref_id`,
      episode: sql`cases.episode`,
      status: sql`cases.status`,
      removedAt: sql`cases.removed_at`,
    })} as has
    from cases where id = ${caseId}`);
  return row?.has;
}
