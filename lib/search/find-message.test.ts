import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { rejectionTallies } from "#db/schema";
import { analyst, viewer } from "#lib/events/testing/actors";
import { START, storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { findMessage } from "./find-message.ts";

beforeAll(async () => {
  const [event] = await storeEvents({ messageId: "msg_seen", refId: "acme-1" });
  if (!event) throw new Error("Nothing was stored.");
  await storeReceipt({ eventId: event.id, messageId: "msg_seen" });
  await storeReceipt({
    eventId: event.id,
    messageId: "msg_seen",
    outcome: "duplicate",
    receivedAt: new Date(START + 5000),
  });
  await storeReceipt({ eventId: event.id, messageId: "msg_seen", outcome: "payload_mismatch", cause: "other-bytes" });
  await storeRun(event, { state: "failed", latest: false, error: "connect ECONNREFUSED 10.0.0.1" });
  await storeRun(event, { state: "dead", attempt: 5, error: "connect ECONNREFUSED 10.0.0.1", errorStack: "at x" });
  await storeReceipt({ outcome: "rejected", cause: "stale-timestamp", messageId: "msg_refused", responseStatus: 401 });
  await database()
    .insert(rejectionTallies)
    .values({ source: "vove", cause: "bad-signature", remoteAddress: "*", hour: new Date(), kept: 1, counted: 7 });
});

describe("findMessage", () => {
  it("says that a message came, how often, and what became of its actions", async () => {
    const { accepted, refused } = await findMessage(analyst, { messageId: "msg_seen" });
    expect(refused).toEqual([]);
    expect(accepted).toMatchObject([
      { refId: "acme-1", verdict: "applied", attempts: 3, mismatches: 1, hasCase: false },
    ]);
    expect(accepted[0]?.lastAttemptAt).toEqual(new Date(START + 5000));
    expect(accepted[0]?.actions).toMatchObject([{ kind: "run", handler: "update-case", state: "dead", attempt: 5 }]);
  });

  it("gives no bytes, headers, signatures or errors", async () => {
    const found = JSON.stringify([
      await findMessage(analyst, { messageId: "msg_seen" }),
      await findMessage(analyst, { messageId: "msg_refused" }),
    ]);
    expect(found).not.toMatch(/headers|body"|Hash|ecretFingerprint|ECONNREFUSED|errorStack/);
  });

  it("says why and from where it was refused", async () => {
    expect(await findMessage(analyst, { messageId: "msg_refused" })).toMatchObject({
      accepted: [],
      refused: [{ cause: "stale-timestamp", remoteAddress: "203.0.113.7", responseStatus: 401 }],
      onlyCounted: 0,
    });
  });

  it("says of an id that was never seen how many requests were refused without their ids", async () => {
    expect(await findMessage(analyst, { messageId: "msg_se" })).toEqual({
      messageId: "msg_se",
      accepted: [],
      refused: [],
      onlyCounted: 7,
    });
  });

  it("is not for viewers", async () => {
    await expect(findMessage(viewer, { messageId: "msg_seen" })).rejects.toMatchObject({ code: "not-allowed" });
  });
});
