import { expect, it, vi } from "vitest";

it("gives one state to every copy of a module", async () => {
  const first = await import("./process-wide.ts");
  vi.resetModules();
  const second = await import("./process-wide.ts");
  expect(second.processWide).not.toBe(first.processWide);
  const held = first.processWide("a test", () => ({ count: 1 }));
  expect(second.processWide("a test", () => ({ count: 2 }))).toBe(held);
  expect(second.processWide("another test", () => ({ count: 2 }))).toEqual({ count: 2 });
});
