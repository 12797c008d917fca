import { describe, expect, it } from "vitest";
import { stop } from "#lib/stopping";
import { withIngestLimits } from "./ingest-limits.ts";

const unknown = () => Promise.resolve({ kind: "unknown-source" } as const);

describe("withIngestLimits", () => {
  it("says unavailable when the work fails", async () => {
    expect(await withIngestLimits(0, () => Promise.reject(new Error("no database")))).toEqual({
      kind: "unavailable",
      why: "fault",
    });
  });

  it("says unavailable beyond a thousand in flight, and accepts work again afterwards", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const running = Array.from({ length: 1000 }, () => withIngestLimits(0, () => released.then(unknown)));
    expect(await withIngestLimits(0, unknown)).toEqual({ kind: "unavailable", why: "overloaded" });
    release();
    await Promise.all(running);
    expect(await withIngestLimits(0, unknown)).toEqual({ kind: "unknown-source" });
  });

  it("says unavailable beyond 64 MiB in flight", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const running = Array.from({ length: 64 }, () => withIngestLimits(1024 * 1024, () => released.then(unknown)));
    expect(await withIngestLimits(1, unknown)).toEqual({ kind: "unavailable", why: "overloaded" });
    release();
    await Promise.all(running);
  });

  it("says unavailable once the process is stopping, without beginning", async () => {
    stop();
    const outcome = await withIngestLimits(0, () => expect.unreachable("began"));
    expect(outcome).toEqual({ kind: "unavailable", why: "stopping" });
  });
});
