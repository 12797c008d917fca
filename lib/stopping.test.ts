import { expect, it, vi } from "vitest";
import { isStopping, onStop, stop } from "./stopping.ts";

it("tells everyone once, the late ones at once, and not those who left", () => {
  const [early, left, late] = [vi.fn(), vi.fn(), vi.fn()];
  onStop(early);
  onStop(left)();
  expect(isStopping()).toBe(false);
  stop();
  stop();
  onStop(late);
  expect(isStopping()).toBe(true);
  expect([early, left, late].map((listener) => listener.mock.calls.length)).toEqual([1, 0, 1]);
});
