import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

/** An unexpected console.error fails its test. A test that expects one says so with `vi.spyOn(console, "error")` of its own. */
let spy: MockInstance<typeof console.error>;

beforeEach(() => {
  spy = vi.spyOn(console, "error");
});

afterEach(() => {
  expect(spy.mock.calls, "unexpected console.error").toEqual([]);
  spy.mockRestore();
});
