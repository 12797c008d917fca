import { describe, expect, it } from "vitest";
import { TopicHistory } from "./topic-history.ts";

describe("a topic history", () => {
  it("knows which topics changed after a time", () => {
    const history = new TopicHistory();
    history.record("cases", 10);
    expect(history.anyAfter(9, ["runs", "cases"])).toBe(true);
    expect(history.anyAfter(10, ["runs", "cases"])).toBe(false);
    expect(history.anyAfter(9, ["runs"])).toBe(false);
    expect(history.anyAfter(9, [])).toBe(false);
  });

  it("takes every topic for changed while changes could be missed", () => {
    const history = new TopicHistory();
    history.record("cases", 10);
    history.missUntil(20);
    expect(history.anyAfter(19, ["runs"])).toBe(true);
    expect(history.anyAfter(20, ["cases", "runs"])).toBe(false);
  });

  it("forgets no change, however many topics there are", () => {
    const history = new TopicHistory();
    for (let n = 1; n <= 3000; n++) history.record(`case/${n}`, n);
    expect(history.anyAfter(0, ["case/1"])).toBe(true);
    expect(history.anyAfter(2500, ["case/2400"])).toBe(false);
    expect(history.anyAfter(2500, ["case/2501"])).toBe(true);
  });
});
