import { describe, expect, it } from "vitest";
import { deliveryDeadline } from "./delivery-deadline.ts";

const first = new Date("2026-11-22T17:00:00Z");
const at = (time: string) => new Date(`2026-11-22T${time}Z`);

describe("deliveryDeadline", () => {
  it.each([
    ["17:00:00", "17:00:05"],
    ["17:00:05", "17:00:50"],
    ["17:05:00", "17:07:35"],
    ["18:00:00", "18:07:35"],
  ])("seen at %s, the next attempt comes at %s", (now, next) => {
    expect(deliveryDeadline(first, at(now))).toEqual({ givesUpAt: at("18:07:35"), nextAttemptAt: at(next) });
  });

  it("has passed once the last attempt was made", () => {
    expect(deliveryDeadline(first, at("18:07:35"))).toEqual({ givesUpAt: at("18:07:35"), nextAttemptAt: undefined });
  });
});
