import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { assignCase } from "#lib/cases/assign-case";
import { flagCase } from "#lib/cases/flag-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { storeCase } from "#lib/cases/testing/stored-case";
import { COUNT_CAP, countCases } from "./count-cases.ts";
import { type CasesFilter, SORTS } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { readBoard } from "./read-board.ts";

let ada: UserActor;
let bob: UserActor;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
const vove = (refId: string) => ({ source: "vove", refId });

/** Ada's and, on the same case, somebody's follow-up: what is hers stands in the cases' names. */
beforeAll(async () => {
  [ada, bob] = [await personOf("analyst", "Ada"), await personOf("analyst", "Bob")];
  const names = ["assigned", "followed", "followed-bobs", "both", "bobs", "nobodys", "resolved"];
  for (const [at, refId] of names.entries()) await storeCase(refId, { status: "IN_PROGRESS", at: ago(at + 1) });
  await storeCase("followed-review", { status: "IN_REVIEW", at: ago(20) });
  for (const refId of ["assigned", "both"]) await assignCase(bob, { ...vove(refId), assigneeId: ada.id });
  for (const refId of ["followed-bobs", "bobs"]) await assignCase(ada, { ...vove(refId), assigneeId: bob.id });
  for (const refId of ["followed", "followed-bobs", "followed-review", "both", "resolved"])
    await flagCase(bob, { ...vove(refId), reason: "Chase", ownerId: ada.id });
  await flagCase(bob, { ...vove("assigned"), reason: "Chase", ownerId: bob.id });
  await flagCase(bob, { ...vove("nobodys"), reason: "Chase" });
  await resolveFollowUp(ada, { ...vove("resolved"), outcome: "They answered" });
});

const HERS = ["assigned", "followed", "followed-bobs", "both", "followed-review"];

async function pages(filter: CasesFilter): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCases(ada, filter, { limit: 2, cursor });
    seen.push(...page.items.map(({ refId }) => refId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

describe("what is mine", () => {
  it("is what is assigned to me and what I follow up, each once, in the table, on the board and in its counts", async () => {
    const filter = { assignee: "me" } as const;
    expect(await pages(filter)).toEqual(HERS);
    const counts = await countCases(ada, filter);
    expect([counts.IN_PROGRESS.n, counts.IN_REVIEW.n, counts.COMPLETED.n]).toEqual([4, 1, 0]);
    const { frame, lines } = await readBoard(ada, { filter, more: undefined });
    expect(frame.columns.map(({ count }) => count.n)).toEqual([0, 4, 1, 0, 0]);
    expect(Object.values(lines).map(({ refId }) => refId)).toEqual(expect.arrayContaining(HERS));
  });

  it("is the same for a colleague who asks for mine by name", async () => {
    expect((await listCases(bob, { assignee: ada.id })).items.map(({ refId }) => refId)).toEqual(HERS);
    expect((await listCases(bob, { assignee: "me" })).items.map(({ refId }) => refId)).toEqual([
      "assigned",
      "followed-bobs",
      "bobs",
    ]);
  });

  it.each<[CasesFilter, string[]]>([
    [{ status: "IN_REVIEW" }, ["followed-review"]],
    [{ attention: ["unassigned"] }, ["followed", "followed-review"]],
    [{ q: "follow" }, ["followed", "followed-bobs", "followed-review"]],
    [{ source: "elsewhere" }, []],
  ])("holds with %j too", async (narrower, refIds) => {
    expect(await pages({ assignee: "me", ...narrower })).toEqual(refIds);
    const counts = await countCases(ada, { assignee: "me", ...narrower });
    expect(Object.values(counts).reduce((sum, { n }) => sum + n, 0)).toBe(refIds.length);
  });

  it.each(SORTS)("is paged by %s without losing or repeating a case", async (sort) => {
    const all = await listCases(ada, { assignee: "me", sort });
    expect(await pages({ assignee: "me", sort })).toEqual(all.items.map(({ refId }) => refId));
    expect(all.items).toHaveLength(HERS.length);
  });

  it("is counted to the cap, however much of it is there", async () => {
    await database().execute(sql`
      insert into cases (source, ref_id, episode, status, status_since, last_change_at, gap, conflict, status_event_id, assignee_id, follow_up_owner_id)
      select 'many', n::text, 1, 'COMPLETED', now() - make_interval(mins => n), now(), false, false, 1,
        case when n <= 700 then ${bob.id} end, case when n > 700 then ${bob.id} end
      from generate_series(1, 1400) as n`);
    expect((await countCases(bob, { assignee: "me" })).COMPLETED).toEqual({ n: COUNT_CAP, capped: true });
    await database().delete(cases).where(eq(cases.source, "many"));
  });
});
