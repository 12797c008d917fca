import { beforeAll, describe, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { flagCase } from "#lib/cases/flag-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { storeCase } from "#lib/cases/testing/stored-case";
import { type CasesFilter, SORTS, type Sort } from "./filter.ts";
import { findCaseNeighbours } from "./find-case-neighbours.ts";
import { listCases } from "./list-cases.ts";

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const day = (days: number) => ago(-days).toISOString().slice(0, 10);
const vove = (refId: string) => ({ source: "vove", refId });

let ada: UserActor;
const stored = new Map<string, { id: number; source: string; refId: string; statusSince: Date }>();

beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
  for (const n of [1, 2, 3, 4, 5])
    stored.set(`q-${n}`, await storeCase(`q-${n}`, { status: "IN_PROGRESS", at: ago(n) }));
  stored.set("other", await storeCase("other", { status: "IN_REVIEW", at: ago(1), previous: "IN_PROGRESS" }));
  await flagCase(ada, { ...vove("q-2"), reason: "Chase", dueOn: day(-3) });
  await flagCase(ada, { ...vove("q-4"), reason: "Chase", dueOn: day(-2) });
  await flagCase(ada, { ...vove("q-5"), reason: "Chase", dueOn: day(-2) });
});

function neighbours(refId: string, filter: CasesFilter & { sort: Sort }, at?: string) {
  const theCase = stored.get(refId);
  if (!theCase) throw new Error("no case");
  return findCaseNeighbours(ada, filter, theCase, at);
}

describe("findCaseNeighbours", () => {
  it.each(SORTS)("follows the list by %s from the first case to the last and back", async (sort) => {
    const listed = (await listCases(ada, { status: "IN_PROGRESS", sort })).items.map(({ refId }) => refId);
    const filter = { status: "IN_PROGRESS", sort } as const;
    let at: string | undefined;
    let here: string | undefined = listed[0];
    const forth: string[] = [];
    const positions: number[] = [];
    while (here !== undefined) {
      forth.push(here);
      const found = await neighbours(here, filter, at);
      expect(found).toMatchObject({ listed: true, total: { n: 5, capped: false } });
      positions.push(found.position.n);
      at = found.next?.at;
      here = found.next?.refId;
    }
    expect(forth).toEqual(listed);
    expect(positions).toEqual([1, 2, 3, 4, 5]);
    const back: string[] = [];
    here = listed.at(-1);
    at = undefined;
    while (here !== undefined) {
      back.push(here);
      const { previous } = await neighbours(here, filter, at);
      here = previous?.refId;
      at = previous?.at;
    }
    expect(back).toEqual(listed.toReversed());
  });

  it("goes on from where a case was when what was done to it took it out of the list", async () => {
    const filter = { attention: ["overdue" as const], sort: "urgent" as const };
    const first = await neighbours("q-2", filter);
    expect(first).toMatchObject({ previous: undefined, next: { refId: "q-4" }, position: { n: 1 } });
    const second = await neighbours("q-4", filter, first.next?.at);
    expect(second).toMatchObject({ previous: { refId: "q-2" }, next: { refId: "q-5" }, position: { n: 2 } });
    await resolveFollowUp(ada, { ...vove("q-4"), outcome: "Done" });
    const after = await neighbours("q-4", filter, first.next?.at);
    expect(after).toMatchObject({ previous: { refId: "q-2" }, next: { refId: "q-5" }, listed: false, total: { n: 2 } });
  });

  it("begins at the top for a case that never was in the list", async () => {
    const filter = { attention: ["overdue" as const], sort: "urgent" as const };
    for (const at of [undefined, "x", "99.1", "0.99999999999"]) {
      expect(await neighbours("other", filter, at)).toMatchObject({ listed: false, next: { refId: "q-2" } });
    }
  });

  it("is for those who may read cases", async () => {
    const theCase = stored.get("other");
    if (!theCase) throw new Error("no case");
    const job = { kind: "job", id: "sweep", label: "the sweep" } as const;
    await expect(findCaseNeighbours(job, { sort: "newest" }, theCase, undefined)).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});
