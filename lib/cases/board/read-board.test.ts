import { beforeAll, describe, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { putBusiness } from "#lib/businesses/put-business";
import { assignCase } from "#lib/cases/assign-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { Refusal } from "#lib/refusal";
import type { CasesFilter } from "./filter.ts";
import { boardQuery, readBoard } from "./read-board.ts";

let ada: UserActor;
let bob: UserActor;
let enzo: UserActor;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

beforeAll(async () => {
  [ada, bob, enzo] = [
    await personOf("analyst", "Ada"),
    await personOf("analyst", "Bob"),
    await personOf("engineer", "Enzo"),
  ];
  await storeCase("young", { status: "IN_PROGRESS", at: ago(1) });
  await storeCase("review", { status: "IN_PROGRESS", at: ago(9) }, { status: "IN_REVIEW", at: ago(4) });
  await assignCase(ada, { source: "vove", refId: "review", assigneeId: ada.id });
  await putBusiness(enzo, {
    source: "vove",
    refId: "young",
    name: "Young Ltd",
    contactEmail: "owner@young.example",
  });
});

describe("readBoard", () => {
  it("names the cases of each column in order, and says what each is", async () => {
    const { frame, lines } = await readBoard(ada, { filter: {}, more: undefined });
    const columns = frame.columns.map(({ status, count, ids, full }) => [status, count.n, ids.length, full]);
    expect(columns).toEqual([
      ["NOT_STARTED", 0, 0, false],
      ["IN_PROGRESS", 1, 1, false],
      ["IN_REVIEW", 1, 1, false],
      ["COMPLETED", 0, 0, false],
      ["REJECTED", 0, 0, false],
    ]);
    expect(Object.values(lines).map(({ refId }) => refId)).toEqual(["young", "review"]);
    expect(frame.attention.stuck.n).toBe(1);
  });

  it("shows nobody whom to write to, whatever the role", async () => {
    const viewer = await personOf("viewer", "Vera");
    for (const actor of [viewer, ada, enzo]) {
      expect(JSON.stringify(await readBoard(actor, { filter: {}, more: undefined }))).not.toContain("owner@young");
    }
  });

  it("is for those who may read cases", async () => {
    const source = { kind: "source", id: "vove", label: "vove" } as unknown as UserActor;
    await expect(readBoard(source, { filter: {}, more: undefined })).rejects.toThrow(Refusal);
  });
});

describe("what ended", () => {
  it("is shown for seven days; behind them stands how much ended earlier, and a filter shows all", async () => {
    await storeCase("old-1", { status: "IN_PROGRESS", at: ago(20) }, { status: "COMPLETED", at: ago(8) });
    await storeCase("old-2", { status: "IN_PROGRESS", at: ago(20) }, { status: "COMPLETED", at: ago(9) });
    await storeCase("new-1", { status: "IN_PROGRESS", at: ago(20) }, { status: "COMPLETED", at: ago(6) });
    const completed = async (filter: CasesFilter) => {
      const { frame, lines } = await readBoard(ada, { filter, more: undefined });
      const column = frame.columns.find(({ status }) => status === "COMPLETED");
      return { ...column, refIds: column?.ids.map((id) => lines[id]?.refId) };
    };
    const shown = { count: { n: 1, capped: false }, refIds: ["new-1"], full: false, earlier: { n: 2, exact: true } };
    expect(await completed({})).toMatchObject(shown);
    expect(await completed({ source: "vove", sort: "oldest" })).toMatchObject(shown);
    expect(await completed({ status: "COMPLETED" })).toMatchObject({ refIds: ["new-1", "old-1", "old-2"] });
    expect(await completed({ assignee: "none" })).toMatchObject({ count: { n: 3, capped: false } });
    expect(await completed({ assignee: "none" })).not.toHaveProperty("earlier");
  });
});

describe("boardQuery", () => {
  const mine: CasesFilter = { assignee: "me" };

  it("has one name for all who see the same cases, and one for each person who filters by `me`", () => {
    const nameOf = (actor: UserActor, filter: CasesFilter) => boardQuery(actor, { filter, more: undefined }).name;
    expect(nameOf(ada, {})).toBe(nameOf(bob, {}));
    expect(nameOf(ada, mine)).not.toBe(nameOf(bob, mine));
    expect(nameOf(ada, mine)).toBe(nameOf(bob, { assignee: ada.id }));
  });

  it("keeps the person of `me`, whoever runs it", async () => {
    const query = boardQuery(ada, { filter: mine, more: undefined });
    const result = await query.run(bob);
    expect(Object.values(result.lines)).toMatchObject([{ refId: "review", assigneeId: ada.id }]);
  });
});
