import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { outgoingEvents } from "#db/destination-schema";
import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import { removals } from "#db/retention-schema";
import { storeEvent } from "#db/testing/store-event";
import { personOf } from "#lib/access/testing/people";
import type { Actor } from "#lib/actor";
import { flushReads } from "#lib/audit/record-read";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { findDelivery } from "./find-delivery.ts";

let engineer: Actor;

beforeAll(async () => {
  engineer = await personOf("engineer");
});

describe("findDelivery", () => {
  it("gives what it tells, and each run with its request and the response", async () => {
    const { delivery, outgoing, destination } = await storeDelivery({
      attempts: [
        { fault: "connection refused", request: { requestHeaders: [["webhook-signature", "v1,abc"]] } },
        { status: 500, request: { responseBody: Buffer.from("no") }, state: "failed" },
        { state: "queued", dueAt: new Date("2099-01-01T00:00:00Z"), requestedBy: "Ed", requestReason: "it is back" },
      ],
    });
    expect(await findDelivery(engineer, { deliveryId: delivery.id })).toMatchObject({
      id: delivery.id,
      messageId: outgoing.messageId,
      type: "account.enabled",
      refId: "acme-001",
      format: "casewire",
      destination: { id: destination.id, name: destination.name, url: destination.url, state: "enabled" },
      body: Buffer.from(outgoing.body),
      removedAt: null,
      eventMessageId: null,
      state: "queued",
      nextAttemptAt: new Date("2099-01-01T00:00:00Z"),
      runCount: 3,
      runs: [
        {
          attempt: 1,
          state: "failed",
          request: { url: destination.url, headers: [["webhook-signature", "v1,abc"]], error: "connection refused" },
          response: null,
        },
        {
          attempt: 2,
          request: { durationMs: 41 },
          response: { status: 500, body: Buffer.from("no"), truncated: false },
        },
        { attempt: 3, state: "queued", request: null, requestedBy: "Ed", requestReason: "it is back" },
      ],
    });
  });

  it("says when retention removed its requests, and of runs without a request nothing", async () => {
    const run = { startedAt: new Date("2020-01-01T10:00:00Z"), endedAt: new Date("2020-01-01T10:00:01Z") };
    const removed = await storeDelivery({ attempts: [{ ...run, state: "dead" }] });
    const never = await storeDelivery({ attempts: [{ state: "skipped", startedAt: null }] });
    const foundOf = ({ delivery }: typeof removed) => findDelivery(engineer, { deliveryId: delivery.id });
    expect((await foundOf(removed)).requestsRemovedAt).toBeNull();
    await database()
      .insert(removals)
      .values({
        ...{ kind: "attempts", setting: "RETENTION_RECEIPTS_DAYS", days: 30, count: 1 },
        ...{ firstAt: run.startedAt, lastAt: run.startedAt, at: new Date("2020-02-01T00:00:00Z") },
      });
    expect((await foundOf(removed)).requestsRemovedAt).toEqual(new Date("2020-02-01T00:00:00Z"));
    expect((await foundOf(never)).requestsRemovedAt).toBeNull();
  });

  it("has the bytes with personal data where the delivery does", async () => {
    const event = { body: "{}", personalBody: '{"name":"Acme"}' };
    const plain = await storeDelivery({ event });
    const personal = await storeDelivery({ event, delivery: { personalData: true } });
    expect((await findDelivery(engineer, { deliveryId: plain.delivery.id })).body.toString()).toBe("{}");
    expect((await findDelivery(engineer, { deliveryId: personal.delivery.id })).body.toString()).toContain("Acme");
  });

  it("has the sender's own bytes where they are sent as received", async () => {
    const { id: eventId, messageId, refId } = await storeEvent({ refId: "received" });
    const { delivery } = await storeDelivery({
      destination: await storeDestination({ format: "as-received" }),
      event: { eventId, refId, type: "kyb.case.in_progress" },
    });
    const found = await findDelivery(engineer, { deliveryId: delivery.id });
    expect(JSON.parse(found.body.toString())).toMatchObject({ refId: "received", status: "IN_PROGRESS" });
    expect(found.eventMessageId).toBe(messageId);
  });

  it("has the sender's shape for a test of a destination that gets what is as received", async () => {
    const { delivery } = await storeDelivery({
      destination: await storeDestination({ format: "as-received" }),
      event: { type: "test", source: "", refId: "", sequence: null, episode: null },
    });
    const found = await findDelivery(engineer, { deliveryId: delivery.id });
    expect(JSON.parse(found.body.toString())).toMatchObject({ status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  });

  it("says when retention removed the bytes", async () => {
    const { delivery, outgoing } = await storeDelivery();
    const removedAt = new Date("2026-11-22T10:00:00Z");
    await database().update(outgoingEvents).set({ body: "", removedAt }).where(eq(outgoingEvents.id, outgoing.id));
    const found = await findDelivery(engineer, { deliveryId: delivery.id });
    expect([found.removedAt, found.body.length]).toEqual([removedAt, 0]);
  });

  it("is kept on record as a read of its case", async () => {
    const { delivery, outgoing } = await storeDelivery({ event: { refId: "read-of" } });
    await findDelivery(engineer, { deliveryId: delivery.id });
    await flushReads();
    expect(await database().select().from(dataReads).where(eq(dataReads.refId, "read-of"))).toMatchObject([
      { what: "delivery", source: "vove", messageId: outgoing.messageId, actorId: engineer.id },
    ]);
  });

  it("refuses an unknown one", async () => {
    await expect(findDelivery(engineer, { deliveryId: 999_999 })).rejects.toMatchObject({ code: "not-found" });
  });
});
