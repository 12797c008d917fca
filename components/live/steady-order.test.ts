import { describe, expect, it } from "vitest";
import { arrivals, keepOrder, placeOf } from "./steady-order.ts";

const nothing = new Set<string>();

describe("a steady order", () => {
  it("keeps what is shown where it is, and fills a list that shows nothing", () => {
    expect(keepOrder({ a: ["1", "2"], b: [] }, { a: ["3", "1"], b: ["4"] })).toEqual({ a: ["1", "2"], b: ["4"] });
  });

  it("shows nothing twice: what moved to an empty list waits to be asked for", () => {
    const now = { a: ["1"], b: ["2"] };
    const shown = keepOrder({ a: ["1", "2"], b: [] }, now);
    expect(shown).toEqual({ a: ["1", "2"], b: [] });
    expect(arrivals(shown, now)).toEqual({ fresh: 0, moved: 1 });
  });

  it("settles: asked again it answers with the very same lists", () => {
    const now = { a: ["1"], b: ["2"], c: [] };
    const shown = keepOrder({ a: ["1", "2"], b: [] }, now);
    const again = keepOrder(shown, now);
    for (const key of Object.keys(now)) expect(again[key]).toBe(shown[key]);
  });

  it("counts what is new and what has moved to another list", () => {
    expect(arrivals({ a: ["1", "2"], b: ["3"] }, { a: ["4", "1"], b: ["2", "3"] })).toEqual({ fresh: 1, moved: 1 });
  });

  it("counts one item that went to the top as one, not as all it passed", () => {
    expect(arrivals({ a: ["1", "2", "3", "4"] }, { a: ["4", "1", "2", "3"] })).toEqual({ fresh: 0, moved: 1 });
  });

  it("has nothing waiting when only values changed", () => {
    expect(arrivals({ a: ["1", "2"] }, { a: ["1", "2"] })).toEqual({ fresh: 0, moved: 0 });
  });

  it("knows where a shown item belongs now", () => {
    const now = { a: ["1"], b: ["2"] };
    expect(placeOf("1", "a", now, nothing)).toEqual({ at: "here" });
    expect(placeOf("2", "a", now, nothing)).toEqual({ at: "moved", to: "b" });
    expect(placeOf("9", "a", now, nothing)).toEqual({ at: "gone" });
  });

  it("does not call gone what a full list may only have pushed out", () => {
    expect(placeOf("9", "a", { a: ["1"] }, new Set(["a"]))).toEqual({ at: "here" });
  });
});
