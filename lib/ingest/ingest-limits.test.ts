import { describe, expect, it } from "vitest";
import { stop } from "#lib/stopping";
import { withinLimits } from "./ingest-limits.ts";

const unknown = () => Promise.resolve({ kind: "unknown-source" } as const);

describe("withinLimits", () => {
  it("says unavailable when the work fails", async () => {
    expect(await withinLimits(0, () => Promise.reject(new Error("no database")))).toEqual({
      kind: "unavailable",
      why: "fault",
    });
  });

  it("says unavailable beyond a thousand in flight, and takes work again after", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const held = Array.from({ length: 1000 }, () => withinLimits(0, () => gate.then(unknown)));
    expect(await withinLimits(0, unknown)).toEqual({ kind: "unavailable", why: "overloaded" });
    open();
    await Promise.all(held);
    expect(await withinLimits(0, unknown)).toEqual({ kind: "unknown-source" });
  });

  it("says unavailable beyond 64 MiB in flight", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const held = Array.from({ length: 64 }, () => withinLimits(1024 * 1024, () => gate.then(unknown)));
    expect(await withinLimits(1, unknown)).toEqual({ kind: "unavailable", why: "overloaded" });
    open();
    await Promise.all(held);
  });

  it("says unavailable once the process is stopping, without beginning", async () => {
    stop();
    const fate = await withinLimits(0, () => expect.unreachable("began"));
    expect(fate).toEqual({ kind: "unavailable", why: "stopping" });
  });
});
