import { expect, it, vi } from "vitest";
import { log } from "./log.ts";
import { repeat } from "./repeat.ts";

/** Repeats work that fails where `fails` says so, and ends after it. Returns the pauses between. */
async function pausesOf(fails: boolean[], retryMs?: (failures: number) => number): Promise<number[]> {
  const end = new AbortController();
  const pauses: number[] = [];
  let turn = 0;
  const pace = { everyMs: 7, signal: end.signal, sleep: async (ms: number) => pauses.push(ms) };
  await repeat("a test", retryMs ? { ...pace, retryMs } : pace, async () => {
    const failing = fails[turn++];
    if (turn === fails.length) end.abort();
    if (failing) throw new Error("away");
  });
  return pauses;
}

it("logs a failure once until it passes", async () => {
  const warn = vi.spyOn(log, "warn").mockReturnValue();
  await pausesOf([true, true, false, true]);
  expect(warn.mock.calls.map(([facts]) => facts)).toMatchObject([{ work: "a test" }, { work: "a test" }]);
});

it("pauses as long after a failure as after a success, or as it is told", async () => {
  vi.spyOn(log, "warn").mockReturnValue();
  expect(await pausesOf([false, true, false])).toEqual([7, 7, 7]);
  expect(await pausesOf([true, true, false, true, false], (failures) => failures * 100)).toEqual([100, 200, 7, 100, 7]);
});

it("ends while it pauses, and does nothing where it was ended before", async () => {
  const end = new AbortController();
  const work = vi.fn(async () => {});
  const looping = repeat("a test", { everyMs: 3_600_000, signal: end.signal }, work);
  end.abort();
  await looping;
  await repeat("a test", { everyMs: 1, signal: end.signal }, work);
  expect(work).toHaveBeenCalledTimes(1);
});
