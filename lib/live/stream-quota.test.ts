import { expect, it } from "vitest";
import { takeStream } from "./stream-quota.ts";

it("bounds the streams of one user, releases them, and keeps users apart", () => {
  const taken = Array.from({ length: 24 }, () => takeStream("ada"));
  expect(taken.every(Boolean)).toBe(true);
  expect(takeStream("ada")).toBeUndefined();
  expect(takeStream("ben")).toBeTypeOf("function");
  taken[0]?.();
  expect(takeStream("ada")).toBeTypeOf("function");
});
