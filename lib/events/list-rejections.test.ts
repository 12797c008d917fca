import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { rejectionTallies } from "#db/schema";
import { analyst, engineer, viewer } from "#lib/events/testing/actors";
import { START, storeReceipt } from "#lib/events/testing/stored";
import { countRejectionCauses, listCountedRejections, listRejections, outlineRejections } from "./list-rejections.ts";

const rejected = { outcome: "rejected", responseStatus: 401 } as const;

beforeAll(async () => {
  await storeReceipt({ ...rejected, cause: "bad-signature", body: Buffer.from("first") });
  await storeReceipt();
  await storeReceipt({ ...rejected, cause: "stale-timestamp" });
  await storeReceipt({ ...rejected, cause: "bad-signature", body: Buffer.from("last") });
  const hour = new Date();
  hour.setUTCMinutes(0, 0, 0);
  const tally = { source: "vove", remoteAddress: "203.0.113.7", hour };
  await database()
    .insert(rejectionTallies)
    .values([
      { ...tally, cause: "bad-signature", kept: 2, counted: 40 },
      { ...tally, cause: "stale-timestamp", kept: 1, counted: 0 },
    ]);
});

describe("listRejections", () => {
  it("gives the newest first and nothing that was believed", async () => {
    const { items } = await listRejections(engineer);
    expect(items.map(({ cause, body }) => [cause, body?.toString()])).toEqual([
      ["bad-signature", "last"],
      ["stale-timestamp", undefined],
      ["bad-signature", "first"],
    ]);
  });

  it("narrows to a cause, and pages", async () => {
    const first = await listRejections(engineer, "bad-signature", { limit: 1 });
    const second = await listRejections(engineer, "bad-signature", { limit: 1, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...second.items].map(({ body }) => body?.toString())).toEqual(["last", "first"]);
    expect(second.nextCursor).toBeNull();
  });

  it("tells those that were only counted, and the sums by cause", async () => {
    expect(await listCountedRejections(engineer)).toMatchObject([{ cause: "bad-signature", counted: 40 }]);
    expect(await countRejectionCauses(engineer)).toEqual([
      { cause: "bad-signature", n: 42 },
      { cause: "stale-timestamp", n: 1 },
    ]);
  });

  it.each([viewer, analyst])("is not for $role", async (actor) => {
    await expect(listRejections(actor)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(listCountedRejections(actor)).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("outlineRejections", () => {
  it("tells an analyst what was refused, when, why and whether the sender sent it, and nothing that it held", async () => {
    const { items } = await outlineRejections(analyst, "stale-timestamp");
    expect(items).toEqual([
      {
        ...{ id: expect.any(Number), source: "vove", cause: "stale-timestamp", responseStatus: 401, bodyBytes: 2 },
        ...{ receivedAt: new Date(START), attemptedAt: null, fromSender: true },
      },
    ]);
  });

  it("knows the sender by the addresses that verified messages came from", async () => {
    await storeReceipt({ ...rejected, cause: "malformed-id", remoteAddress: "198.51.100.4" });
    const { items } = await outlineRejections(analyst, "malformed-id");
    expect(items.map(({ fromSender }) => fromSender)).toEqual([false]);
  });

  it("pages as the full list does", async () => {
    const first = await outlineRejections(analyst, "bad-signature", { limit: 1 });
    const second = await outlineRejections(analyst, "bad-signature", {
      ...{ limit: 1, cursor: first.nextCursor ?? undefined },
    });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([1, 1, null]);
  });

  it("gives analysts the sums by cause, and viewers nothing", async () => {
    expect(await countRejectionCauses(analyst)).toEqual(await countRejectionCauses(engineer));
    await expect(outlineRejections(viewer)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(countRejectionCauses(viewer)).rejects.toMatchObject({ code: "not-allowed" });
  });
});
