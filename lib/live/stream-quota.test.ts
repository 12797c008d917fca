import { expect, it } from "vitest";
import { takeSeat } from "./stream-quota.ts";

it("bounds the streams of one user, gives seats back, and keeps users apart", () => {
  const seats = Array.from({ length: 24 }, () => takeSeat("ada"));
  expect(seats.every(Boolean)).toBe(true);
  expect(takeSeat("ada")).toBeUndefined();
  expect(takeSeat("ben")).toBeTypeOf("function");
  seats[0]?.();
  expect(takeSeat("ada")).toBeTypeOf("function");
});
