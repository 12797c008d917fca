import { describe, expect, it } from "vitest";
import { messageIdAt } from "#lib/sources/message-id";
import { eventTime } from "./event-clock.ts";

const SAMPLE = "msg_2if9qqkVjQDrS738JZOnax9T7MO";
const receivedAt = new Date("2026-11-22T12:00:00Z");
const attemptedAt = new Date("2026-11-22T11:59:58Z");

describe("eventTime", () => {
  it("takes the id's time, however late the message arrives", () => {
    expect(eventTime({ messageId: SAMPLE, attemptedAt, receivedAt })).toEqual({
      occurredAt: new Date(1_719_870_957_776),
      clock: "message-id",
    });
  });

  it.each([
    ["is no KSUID", "msg_custom"],
    ["lies before Svix existed", messageIdAt(new Date("2020-12-31T23:59:59Z"))],
    ["lies in the future", messageIdAt(new Date("2026-11-22T12:05:01Z"))],
  ])("takes the attempt's time when the id %s", (_, messageId) => {
    expect(eventTime({ messageId, attemptedAt, receivedAt })).toEqual({ occurredAt: attemptedAt, clock: "timestamp" });
  });

  it("takes the receipt's time when there is nothing better", () => {
    const receipt = { occurredAt: receivedAt, clock: "receipt" };
    expect(eventTime({ messageId: "msg_custom", attemptedAt: undefined, receivedAt })).toEqual(receipt);
    expect(eventTime({ messageId: "msg_custom", attemptedAt: new Date(0), receivedAt })).toEqual(receipt);
  });
});
