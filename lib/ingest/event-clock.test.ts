import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageIdAt } from "#lib/sources/message-id";
import { eventTime, messageIdTime } from "./event-clock.ts";

const SAMPLE = "msg_2if9qqkVjQDrS738JZOnax9T7MO";
const receivedAt = new Date("2026-11-22T12:00:00Z");
const attemptedAt = new Date("2026-11-22T11:59:58Z");

describe("messageIdTime", () => {
  it("reads VOVE ID's own sample id to its timestamp", () => {
    expect(messageIdTime(SAMPLE)).toEqual(new Date(1_719_870_957_776));
  });

  it("reads Svix's published test vector to its timestamp's second", () => {
    const time = messageIdTime("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
    expect(Math.floor(Number(time) / 1000)).toBe(1_649_367_553);
  });

  it("reads any time to within 4 ms", () => {
    const times = fc.integer({ min: Date.UTC(2021, 0, 1), max: Date.UTC(2149, 0, 1) });
    fc.assert(
      fc.property(times, fc.uint8Array({ minLength: 15, maxLength: 15 }), (time, random) => {
        const read = Number(messageIdTime(messageIdAt(new Date(time), random)));
        expect(time - read).toBeGreaterThanOrEqual(0);
        expect(time - read).toBeLessThan(4);
      }),
    );
  });

  it.each([
    "",
    "msg_",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "2if9qqkVjQDrS738JZOnax9T7MO",
    `${SAMPLE}0`,
    "msg_2if9qqkVjQDrS738JZOnax9T7M-",
    "msg_zzzzzzzzzzzzzzzzzzzzzzzzzzz",
  ])("does not read %j", (id) => {
    expect(messageIdTime(id)).toBeUndefined();
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (id) => void messageIdTime(`msg_${id}`)));
  });
});

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
