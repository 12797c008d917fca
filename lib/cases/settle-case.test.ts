import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { settlements } from "#db/desk-schema";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { attentionCounts } from "#lib/cases/board/attention-counts";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { settle, storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { findCase } from "./find-case.ts";
import { settleCase } from "./settle-case.ts";

const START = Date.UTC(2026, 10, 20, 10);
const at = (minute: number) => new Date(START + minute * 60_000);
const reason = "VOVE ID said on the phone that it was lost";

let ada: UserActor;
beforeEach(async () => {
  ada = await personOf("analyst", "Ada");
});

/** In review, though the message that it came into progress never arrived. */
const gapped = (refId: string = randomUUID()) =>
  storeCase(refId, { status: "COMPLETED", previous: "IN_REVIEW", at: at(0) });

/** Completed, and then said to be in review. */
const contradicted = (refId: string = randomUUID()) =>
  storeCase(
    refId,
    { status: "IN_PROGRESS", at: at(0) },
    { status: "IN_REVIEW", at: at(1) },
    { status: "COMPLETED", at: at(2) },
    { status: "IN_REVIEW", previous: "IN_PROGRESS", at: at(3) },
  );

const gap = (refId: string) => ({ source: "vove", refId, kind: "gap" as const, reason });
const conflict = (refId: string) => ({ ...gap(refId), kind: "conflict" as const });

/** One more event of the case, as update-case takes it. */
async function come(refId: string, status: CaseStatus, previousStatus: CaseStatus, minute: number) {
  await storeEvent({ refId, status, previousStatus, occurredAt: at(minute) });
  await settle(refId);
}

async function flags(refId: string) {
  const [row] = await database()
    .select({
      gap: cases.gap,
      gapSettled: cases.gapSettled,
      conflict: cases.conflict,
      conflictSettled: cases.conflictSettled,
      lastChangeAt: cases.lastChangeAt,
    })
    .from(cases)
    .where(and(eq(cases.source, "vove"), eq(cases.refId, refId)));
  if (!row) throw new Error("no case");
  return row;
}

describeVerb(settleCase, {
  works: async () => [gap((await gapped()).refId)],
  refuses: {
    "not-found": () => [gap("nowhere")],
    "wrong-state": {
      "refuses a gap that is not there": async () => [gap((await storeCase(randomUUID())).refId)],
      "refuses a contradiction that is not there": async () => [conflict((await gapped()).refId)],
      "refuses what is settled": async (person) => {
        const { refId } = await gapped();
        await settleCase(person, gap(refId));
        return [gap(refId)];
      },
    },
  },
});

describe("settleCase", () => {
  it("takes the case out of its attention and keeps who settled it and why", async () => {
    const { id, refId } = await gapped();
    const before = await attentionCounts(ada);
    await settleCase(ada, gap(refId));
    expect((await attentionCounts(ada)).gap.n).toBe(before.gap.n - 1);
    expect(await database().select().from(settlements).where(eq(settlements.caseId, id))).toMatchObject([
      { episode: 1, kind: "gap", reason, settledBy: "Ada" },
    ]);
    expect((await entriesAbout(`vove/${refId}`))[0]).toMatchObject({
      action: "case.settled",
      detail: { kind: "gap", episode: 1 },
      words: { reason: { text: reason } },
    });
  });

  it("says on the case which message is missing, and who settled it and why, the words not to a viewer", async () => {
    const { refId } = await gapped();
    expect(await findCase(ada, { refId })).toMatchObject({ missingStatus: "IN_REVIEW", settled: [] });
    await settleCase(ada, gap(refId));
    const settledAt = expect.any(Date);
    expect((await findCase(ada, { refId })).settled).toEqual([{ kind: "gap", reason, settledBy: "Ada", settledAt }]);
    expect((await findCase(await personOf("viewer"), { refId })).settled).toEqual([
      { kind: "gap", reason: null, settledBy: null, settledAt },
    ]);
    await come(refId, "IN_PROGRESS", "NOT_STARTED", 5);
    expect((await findCase(ada, { refId })).settled).toEqual([]);
    expect((await findCase(ada, { refId, episode: 1 })).settled).toMatchObject([{ kind: "gap", reason }]);
  });

  it("lets one of two people who settle at once through", async () => {
    const { refId } = await gapped();
    const both = await Promise.allSettled([settleCase(ada, gap(refId)), settleCase(ada, gap(refId))]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("stays settled while the events say nothing new", async () => {
    const { refId } = await contradicted();
    await settleCase(ada, conflict(refId));
    const settled = await flags(refId);
    await settle(refId);
    await come(refId, "COMPLETED", "IN_REVIEW", 4);
    expect(await flags(refId)).toEqual(settled);
    expect(settled).toMatchObject({ conflict: true, conflictSettled: true });
  });

  it("is raised again by a second contradiction, which leaves the row as it was otherwise", async () => {
    const { id, refId } = await contradicted();
    await settleCase(ada, conflict(refId));
    const settled = await flags(refId);
    await come(refId, "REJECTED", "IN_REVIEW", 5);
    expect(await flags(refId)).toMatchObject({ conflict: true, conflictSettled: false });
    expect((await flags(refId)).lastChangeAt.getTime()).toBeGreaterThan(settled.lastChangeAt.getTime());
    await settleCase(ada, conflict(refId));
    const all = await database()
      .select()
      .from(settlements)
      .where(eq(settlements.caseId, id))
      .orderBy(asc(settlements.id));
    expect(all).toHaveLength(2);
  });

  it("is raised again by a second gap, and not by an event that fits", async () => {
    const refId = randomUUID();
    await storeCase(refId, { status: "IN_REVIEW", previous: "IN_PROGRESS", at: at(0) });
    await settleCase(ada, gap(refId));
    await come(refId, "IN_PROGRESS", "IN_REVIEW", 1);
    expect(await flags(refId)).toMatchObject({ gap: true, gapSettled: true });
    await come(refId, "COMPLETED", "IN_REVIEW", 2);
    expect(await flags(refId)).toMatchObject({ gap: true, gapSettled: false });
  });

  it("does not settle what a later onboarding lacks", async () => {
    const { refId } = await gapped();
    await settleCase(ada, gap(refId));
    await come(refId, "IN_PROGRESS", "NOT_STARTED", 5);
    expect(await flags(refId)).toMatchObject({ gap: false, gapSettled: false });
    await come(refId, "COMPLETED", "IN_REVIEW", 6);
    expect(await flags(refId)).toMatchObject({ gap: true, gapSettled: false });
  });
});
