import { describe, expect, it } from "vitest";
import { Heard } from "./heard.tsx";

describe("what was heard", () => {
  it("is news to who came before it, of the same topic", () => {
    const heard = new Heard();
    heard.hear("cases", 10);
    expect(heard.anyAfter(9, ["runs", "cases"])).toBe(true);
    expect(heard.anyAfter(10, ["runs", "cases"])).toBe(false);
    expect(heard.anyAfter(9, ["runs"])).toBe(false);
    expect(heard.anyAfter(9, [])).toBe(false);
  });

  it("may have been anything while nothing could be heard", () => {
    const heard = new Heard();
    heard.hear("cases", 10);
    heard.miss(20);
    expect(heard.anyAfter(19, ["runs"])).toBe(true);
    expect(heard.anyAfter(20, ["cases", "runs"])).toBe(false);
  });

  it("is never forgotten, though topics are without number", () => {
    const heard = new Heard();
    for (let n = 1; n <= 3000; n++) heard.hear(`case/${n}`, n);
    expect(heard.anyAfter(0, ["case/1"])).toBe(true);
    expect(heard.anyAfter(2500, ["case/2400"])).toBe(false);
    expect(heard.anyAfter(2500, ["case/2501"])).toBe(true);
  });
});
