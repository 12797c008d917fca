import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeReceipt } from "#lib/events/testing/stored";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { GET } from "./route.ts";

let viewer: { authorization: string };

beforeAll(async () => {
  viewer = await bearer("viewer");
  await storeCase(
    "a/b c%é",
    { status: "IN_PROGRESS", at: new Date("2026-11-20T10:00:00Z") },
    { status: "IN_REVIEW", at: new Date("2026-11-20T11:00:00Z") },
    { status: "REJECTED", at: new Date("2026-11-20T12:00:00Z") },
    { status: "IN_PROGRESS", at: new Date("2026-11-21T10:00:00Z"), previous: "NOT_STARTED" },
  );
});

const get = (refId: string, query = "", headers: Record<string, string> = viewer) =>
  GET(new Request(`http://localhost/api/v1/cases/x${query}`, { headers }), { params: Promise.resolve({ refId }) });

describe("GET /api/v1/cases/{refId}", () => {
  it("gives the latest episode with every event of the case once", async () => {
    const response = await get("a/b c%é");
    expect(response.status).toBe(200);
    const found = await response.json();
    expect(found).toMatchObject({
      refId: "a/b c%é",
      episode: 2,
      status: "IN_PROGRESS",
      previousStatus: "NOT_STARTED",
      reason: null,
      statusSince: "2026-11-21T10:00:00.000Z",
      followUp: null,
      effects: [],
    });
    const events = found.timeline.filter((item: { kind: string }) => item.kind === "event");
    expect(events.map((item: { messageId: string }) => item.messageId)).toHaveLength(4);
    expect(new Set(events.map((item: { messageId: string }) => item.messageId)).size).toBe(4);
    expect(events[0]).toMatchObject({ at: "2026-11-20T10:00:00.000Z", verdict: "applied", secret: "abcdef012345" });
  });

  it("names a receipt's outcome `verdict`, a payload mismatch `conflict`, and a secret by its fingerprint `secret`", async () => {
    const { statusEventId } = await storeCase("mismatched");
    await storeReceipt({ eventId: statusEventId, outcome: "payload_mismatch", secretFingerprint: "abcdef012345" });
    const { timeline } = await (await get("mismatched")).json();
    const [{ receipts }] = timeline.filter((item: { kind: string }) => item.kind === "event");
    expect(receipts).toMatchObject([{ verdict: "conflict", secret: "abcdef012345" }]);
    expect(Object.keys(receipts[0]).sort()).toEqual(["attemptedAt", "id", "receivedAt", "secret", "verdict"]);
  });

  it("says what destinations were told, to a viewer without which and how they answered", async () => {
    await storeCase("told");
    await storeDelivery({ event: { refId: "told" }, attempts: [{ status: 204 }] });
    const deliveryIn = async (response: Response) => {
      const { timeline } = await response.json();
      return timeline.find((item: { kind: string }) => item.kind === "delivery");
    };
    const known = { type: "account.enabled", state: "succeeded", attempt: 1, nextAttemptAt: null };
    expect(await deliveryIn(await get("told"))).toMatchObject({ ...known, destination: null, last: null });
    expect(await deliveryIn(await get("told", "", await bearer("analyst")))).toMatchObject({
      ...known,
      destination: { name: expect.stringMatching(/^Core banking/) },
      last: { status: 204, durationMs: 41, error: null },
    });
  });

  it("gives an earlier episode when asked", async () => {
    expect(await (await get("a/b c%é", "?episode=1")).json()).toMatchObject({
      episode: 1,
      status: "REJECTED",
      latest: false,
    });
  });

  it("is 404 where there is no such case, source or episode", async () => {
    for (const response of [
      await get("nobody"),
      await get("a/b c%é", "?source=other"),
      await get("a/b c%é", "?episode=3"),
    ]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: "not-found" } });
    }
  });

  it("is 400 for an episode that is no number, 401 without a token", async () => {
    expect((await get("a/b c%é", "?episode=last")).status).toBe(400);
    expect((await get("a/b c%é", "", {})).status).toBe(401);
  });
});
