import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageIdAt, messageIdTime } from "./message-id.ts";

const SAMPLE = "msg_2if9qqkVjQDrS738JZOnax9T7MO";

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
