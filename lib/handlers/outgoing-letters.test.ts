import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { outgoingEvents } from "#db/destination-schema";
import { database } from "#db/pool";
import { businesses, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { storeDestination } from "#lib/outgoing/testing/stored-delivery";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url;
afterAll(() => mail.stop());
beforeAll(async () => {
  await storeDestination({ eventTypes: ["letter.sent", "letter.failed", "run.gave-up"], personalData: true });
});
beforeEach(() => {
  mail.manner = { kind: "take" };
});

async function rejected(refId: string) {
  await database().insert(businesses).values({ source: "vove", refId, name: "Acme", contactEmail: "ann@acme.example" });
  return await storeEvent({ refId, status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" });
}

async function emittedOf(refId: string) {
  const rows = await database()
    .select()
    .from(outgoingEvents)
    .where(eq(outgoingEvents.refId, refId))
    .orderBy(asc(outgoingEvents.sequence));
  return rows.map(({ type, body, personalBody, eventId }) => {
    const { personal } = JSON.parse(personalBody ?? "{}").data;
    return { type, eventId, plain: body, personal };
  });
}

it("tells once that the letter of a rejection has left, and its address to those that ask for personal data alone", async () => {
  const event = await rejected("letter-sent");
  expect(await runNow(event, "notify-customer")).toMatchObject({ state: "succeeded" });
  await runNow(event, "notify-customer");
  const emitted = await emittedOf("letter-sent");
  expect(emitted).toMatchObject([
    { type: "letter.sent", eventId: event.id, personal: { recipient: "ann@acme.example", business: { name: "Acme" } } },
  ]);
  expect(emitted[0]?.plain).not.toContain("acme.example");
});

it("tells that a letter was not sent when its run gives up, not at each failure", async () => {
  const event = await rejected("letter-failed");
  mail.manner = { kind: "refuse-recipient", code: 451 };
  expect(await runNow(event, "notify-customer")).toMatchObject({ state: "failed" });
  expect(await emittedOf("letter-failed")).toEqual([]);
  await database().update(runs).set({ state: "skipped" }).where(eq(runs.state, "queued"));
  mail.manner = { kind: "refuse-recipient", code: 550 };
  expect(await runNow(event, "notify-customer")).toMatchObject({ state: "dead" });
  const emitted = await emittedOf("letter-failed");
  expect(emitted.map(({ type }) => type)).toEqual(["run.gave-up", "letter.failed"]);
  expect(emitted[1]).toMatchObject({ personal: { error: expect.stringContaining("refused this letter for good") } });
  expect(emitted[0]?.plain).toContain('"handler":"notify-customer"');
});
