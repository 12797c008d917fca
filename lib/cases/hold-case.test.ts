import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, legalHolds } from "#db/schema";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { listCases } from "#lib/cases/board/list-cases";
import { storeCase } from "#lib/cases/testing/stored-case";
import { findCase } from "./find-case.ts";
import { holdCase } from "./hold-case.ts";
import { releaseCase } from "./release-case.ts";

const of = (refId: string) => ({ source: "vove", refId, reason: "The prosecutor asked" });

describe("holdCase", () => {
  it("puts the case under hold, where its page and the table's filter find it, and leaves its entry", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id } = await storeCase("hold-1");
    await storeCase("hold-1b");
    await holdCase(ada, of("hold-1"));
    expect(await database().select().from(legalHolds).where(eq(legalHolds.caseId, id))).toMatchObject([
      { reason: "The prosecutor asked", heldBy: "Ada", releasedAt: null },
    ]);
    expect((await findCase(ada, { refId: "hold-1" })).legalHold).toMatchObject({
      reason: "The prosecutor asked",
      heldBy: "Ada",
    });
    const held = await listCases(ada, { hold: "held" });
    expect(held.items.map(({ refId }) => refId)).toEqual(["hold-1"]);
    expect(await entriesAbout("vove/hold-1")).toMatchObject([
      { action: "case.held", actorLabel: "Ada", words: { reason: { text: "The prosecutor asked" } } },
    ]);
  });

  it("refuses a second hold", async () => {
    const ada = await personOf("analyst");
    await storeCase("hold-2");
    await holdCase(ada, of("hold-2"));
    await expect(holdCase(ada, of("hold-2"))).rejects.toMatchObject({ code: "wrong-state" });
    expect(await entriesAbout("vove/hold-2")).toHaveLength(1);
  });

  it("does not find a case that is not there", async () => {
    await expect(holdCase(await personOf("analyst"), of("a/b c%é"))).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("case:hold"))("is not for $role", async (actor) => {
    await storeCase("hold-3");
    await expect(holdCase(actor, of("hold-3"))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await entriesAbout("vove/hold-3")).toEqual([]);
  });
});

describe("releaseCase", () => {
  it("ends the hold, keeps who held it and why, and leaves its entry; the case may be held again", async () => {
    const grace = await personOf("admin", "Grace");
    const { id } = await storeCase("release-1");
    await holdCase(grace, of("release-1"));
    await releaseCase(grace, { ...of("release-1"), reason: "Closed" });
    expect(await database().select().from(legalHolds).where(eq(legalHolds.caseId, id))).toMatchObject([
      { reason: "The prosecutor asked", releasedBy: "Grace", releasedAt: expect.any(Date), releaseReason: "Closed" },
    ]);
    expect(await database().select().from(cases).where(eq(cases.id, id))).toMatchObject([{ held: false }]);
    expect((await findCase(grace, { refId: "release-1" })).legalHold).toBeNull();
    expect(await entriesAbout("vove/release-1")).toMatchObject([
      { action: "case.released", actorLabel: "Grace", words: { reason: { text: "Closed" } } },
      { action: "case.held" },
    ]);
    await holdCase(grace, of("release-1"));
    expect(await database().$count(legalHolds, eq(legalHolds.caseId, id))).toBe(2);
  });

  it("refuses a case under no hold", async () => {
    await storeCase("release-2");
    const released = releaseCase(await personOf("admin"), of("release-2"));
    await expect(released).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("does not find a case that is not there", async () => {
    await expect(releaseCase(await personOf("admin"), of("a/b c%é"))).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(actorsWithout("case:release"))("is not for $role", async (actor) => {
    await storeCase("release-3");
    await holdCase(await personOf("analyst"), of("release-3")).catch(() => {});
    await expect(releaseCase(actor, of("release-3"))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await entriesAbout("vove/release-3")).toMatchObject([{ action: "case.held" }]);
  });
});
