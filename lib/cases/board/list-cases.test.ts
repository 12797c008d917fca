import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { assignCase } from "#lib/cases/assign-case";
import { flagCase } from "#lib/cases/flag-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import { readFilter, writeFilter } from "#lib/query-params";
import { attentionCounts } from "./attention-counts.ts";
import { countCases } from "./count-cases.ts";
import { ATTENTIONS, type CasesFilter, casesFilter, SORTS } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { medianTime } from "./median-time.ts";

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
let ada: UserActor;

beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
  await storeCase("young", { status: "IN_PROGRESS", at: ago(1) });
  await storeCase("old", { status: "IN_PROGRESS", at: ago(20) });
  await storeCase("review", { status: "IN_PROGRESS", at: ago(9) }, { status: "IN_REVIEW", at: ago(4) });
  await storeCase("gapped", { status: "IN_REVIEW", at: ago(2), previous: "IN_PROGRESS" });
  await storeCase(
    "done",
    { status: "IN_PROGRESS", at: ago(8) },
    { status: "IN_REVIEW", at: ago(7) },
    { status: "COMPLETED", at: ago(6) },
    { status: "REJECTED", at: ago(5), previous: "IN_REVIEW" },
  );
  await assignCase(ada, { source: "vove", refId: "young", assigneeId: ada.id });
  await flagCase(ada, { source: "vove", refId: "old", reason: "Silent", dueOn: "2020-01-01" });
  await flagCase(ada, { source: "vove", refId: "review", reason: "Chase" });
  await database().insert(businesses).values({ source: "vove", refId: "review", name: "Zürich 100% Käse" });
  const [event] = await storeEvents({ refId: "young", type: "unrecognised", status: null, previousStatus: null });
  if (event) await storeRun(event, { state: "dead", refId: "young" });
});

const found = async (filter: CasesFilter) => (await listCases(ada, filter)).items.map(({ refId }) => refId);

describe("listCases", () => {
  it.each<[CasesFilter, string[]]>([
    [{}, ["young", "gapped", "review", "done", "old"]],
    [{ sort: "oldest" }, ["old", "done", "review", "gapped", "young"]],
    [{ sort: "ref" }, ["done", "gapped", "old", "review", "young"]],
    [{ status: "IN_REVIEW" }, ["gapped", "review"]],
    [{ assignee: "me" }, ["young"]],
    [{ assignee: "none", status: "IN_PROGRESS" }, ["old"]],
    [{ q: "OUN" }, ["young"]],
    [{ q: "100% kä" }, ["review"]],
    [{ q: "kase 100 zur" }, ["review"]],
    [{ q: "100 zz" }, []],
    [{ source: "elsewhere" }, []],
    [{ attention: ["follow-up"] }, ["review", "old"]],
    [{ attention: ["overdue"] }, ["old"]],
    [{ attention: ["unassigned"] }, ["gapped", "review", "old"]],
    [{ attention: ["stuck"] }, ["review", "old"]],
    [{ attention: ["stuck"], status: "IN_REVIEW" }, ["review"]],
    [{ attention: ["stuck"], status: "IN_PROGRESS" }, ["old"]],
    [{ attention: ["stuck"], status: "COMPLETED" }, []],
    [{ attention: ["delivery"] }, ["young"]],
    [{ attention: ["business-not-told"] }, []],
    [{ attention: ["gap"] }, ["gapped"]],
    [{ attention: ["conflict"] }, ["done"]],
  ])("%j finds %j", async (filter, refIds) => expect(await found(filter)).toEqual(refIds));

  it.each(SORTS)("pages by %s without losing or repeating a case", async (sort) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCases(ada, { sort }, { limit: 2, cursor });
      seen.push(...page.items.map(({ refId }) => refId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await found({ sort }));
  });

  it("says on each line what needs a person", async () => {
    const [old] = (await listCases(ada, { q: "old" })).items;
    expect(old).toMatchObject({ followUpReason: "Silent", followUpOverdue: true, followUpRaisedAgain: false });
    const [young] = (await listCases(ada, { q: "young" })).items;
    expect(young).toMatchObject({
      deliveryProblem: true,
      assignee: "Ada",
      followUpReason: null,
      followUpOverdue: false,
    });
  });

  it.each(["", "!!", Buffer.from('["oldest",["x","1"]]').toString("base64url")])(
    "refuses the cursor %j",
    async (cursor) => {
      await expect(listCases(ada, { sort: "oldest" }, { cursor })).rejects.toMatchObject({ code: "invalid" });
    },
  );

  it("refuses a cursor of another order", async () => {
    const { nextCursor } = await listCases(ada, { sort: "oldest" }, { limit: 1 });
    const page = listCases(ada, { sort: "newest" }, { cursor: nextCursor ?? "" });
    await expect(page).rejects.toMatchObject({ code: "invalid" });
  });

  it("is not for an actor without a role", async () => {
    const listed = listCases({ kind: "job", id: "sweep", label: "the sweep" }, {});
    await expect(listed).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("counts", () => {
  it("agree with the list, filtered or not", async () => {
    const n = async (filter: CasesFilter) =>
      Object.values(await countCases(ada, filter)).reduce((sum, count) => sum + count.n, 0);
    expect(await n({})).toBe(5);
    expect(await n({ status: "IN_REVIEW" })).toBe(2);
    expect(await n({ attention: ["stuck"] })).toBe(2);
    expect(await n({ q: "käse", status: "IN_REVIEW" })).toBe(1);
  });

  it("of the strip agree with what each link finds", async () => {
    const counts = await attentionCounts(ada);
    for (const attention of ATTENTIONS) {
      expect(counts[attention]).toEqual({ n: (await found({ attention: [attention] })).length, capped: false });
    }
  });
});

describe("medianTime", () => {
  it("is that of the cases in a state now, of states that are not an end", async () => {
    const medians = await medianTime(ada, await countCases(ada, {}));
    expect(Object.keys(medians).sort()).toEqual(["IN_PROGRESS", "IN_REVIEW"]);
    expect((medians.IN_REVIEW?.milliseconds ?? 0) / DAY).toBeCloseTo(4, 1);
    expect(medians.IN_REVIEW?.about).toBe(false);
  });
});

describe("the filter in a URL", () => {
  it("comes back as it went, whatever a refId holds", () => {
    const filter: CasesFilter = { q: "a/b c%é", attention: ["stuck"], sort: "oldest", assignee: "me" };
    const query = Object.fromEntries(writeFilter(casesFilter, filter));
    expect(readFilter(casesFilter, query)).toEqual({ filter, problems: {} });
  });

  it("takes a refId as it is, and nothing but that one", async () => {
    await storeCase("harbour");
    await storeCase("harbour ");
    const { filter } = readFilter(casesFilter, { refId: "harbour " });
    expect((await listCases(ada, filter)).items.map(({ refId }) => refId)).toEqual(["harbour "]);
  });

  it("leaves out what it cannot read and says so", () => {
    expect(readFilter(casesFilter, { status: "SLEEPING", q: "", source: ["vove", "x"] })).toEqual({
      filter: { source: "vove" },
      problems: { status: "No such status." },
    });
  });
});
