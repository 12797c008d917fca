import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { sources } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { GET } from "./route.ts";

let engineer: { authorization: string };
let viewer: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  viewer = await bearer("viewer");
  await database().insert(sources).values({ slug: "vove-sandbox", name: "Sandbox", expectedTypes: [] });
  const [event] = await storeEvents({ messageId: "msg_1" }, { messageId: "msg_1", source: "vove-sandbox" });
  if (event === undefined) throw new Error("Nothing was stored.");
  await storeReceipt({ eventId: event.id, secretFingerprint: "abcdef012345" });
  const dueAt = new Date("2026-11-22T11:00:00Z");
  await storeRun(event, { state: "failed", error: "connect ECONNREFUSED", latest: false });
  await storeRun(event, { state: "queued", trigger: "retry", attempt: 2, dueAt });
  const destination = await storeDestination({ name: "Core banking" });
  await storeDelivery({ destination, event: { eventId: event.id }, attempts: [{ status: 503 }, { dueAt }] });
});

const get = (messageId: string, headers: Record<string, string> = engineer, query = "") =>
  GET(new Request(`http://localhost/api/v1/events/x${query}`, { headers }), { params: Promise.resolve({ messageId }) });

describe("GET /api/v1/events/{messageId}", () => {
  it("gives the event with its receipts, runs and deliveries", async () => {
    const response = await get("msg_1");
    expect(response.status).toBe(200);
    const event = await response.json();
    expect(event).toMatchObject({ messageId: "msg_1", source: "vove", verdict: "applied", clock: "message-id" });
    expect(event.receipts).toEqual([
      {
        receivedAt: "2026-11-22T10:00:00.000Z",
        attemptedAt: null,
        verdict: "accepted",
        responseStatus: 200,
        durationMs: expect.closeTo(4.2, 3),
        secret: "abcdef012345",
      },
    ]);
    expect(event.runs).toMatchObject([
      { attempt: 2, trigger: "retry", state: "queued", nextAttemptAt: "2026-11-22T11:00:00.000Z" },
      { attempt: 1, trigger: "receipt", state: "failed", error: "connect ECONNREFUSED" },
    ]);
    expect(event.deliveries).toMatchObject([
      {
        destination: { name: "Core banking" },
        ...{ type: "account.enabled", state: "queued", attempt: 2, nextAttemptAt: "2026-11-22T11:00:00.000Z" },
        last: { status: 503, durationMs: 41, error: "answered 503" },
      },
    ]);
    expect(JSON.stringify(event)).not.toContain("signature");
  });

  it("takes the source where two hold the id", async () => {
    expect(await (await get("msg_1", engineer, "?source=vove-sandbox")).json()).toMatchObject({
      source: "vove-sandbox",
    });
  });

  it("is 404 for an id nobody sent, 401 without a token, 403 for a viewer's", async () => {
    const missing = await get("msg_none");
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: "not-found" } });
    expect((await get("msg_1", {})).status).toBe(401);
    expect((await get("msg_1", viewer)).status).toBe(403);
  });
});
