import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { credentials } from "#db/access-schema";
import { database } from "#db/pool";
import { cases, episodes } from "#db/schema";
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

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const day = (days: number) => ago(-days).toISOString().slice(0, 10);
const vove = (refId: string) => ({ source: "vove", refId });

let ada: UserActor;
let bob: UserActor;
let gone: UserActor;
let viewer: UserActor;

/** Ten cases of every kind; `gone` has left. */
beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
  bob = await personOf("analyst", "Bob");
  gone = await personOf("analyst", "Gone");
  viewer = await personOf("viewer", "Vera");
  await storeCase("late", { status: "IN_PROGRESS", at: ago(3) });
  await storeCase("later", { status: "IN_REVIEW", at: ago(1), previous: "IN_PROGRESS" });
  await storeCase("today", { status: "IN_PROGRESS", at: ago(2) });
  await storeCase("week", { status: "IN_PROGRESS", at: ago(2.5) });
  await storeCase("dayless", { status: "IN_PROGRESS", at: ago(4) });
  await storeCase("stuck", { status: "IN_PROGRESS", at: ago(30) });
  await storeCase("dead", { status: "IN_PROGRESS", at: ago(5) });
  await storeCase("plain", { status: "IN_PROGRESS", at: ago(6) });
  await storeCase("ended", { status: "IN_PROGRESS", at: ago(40) }, { status: "COMPLETED", at: ago(10) });
  await storeCase(
    "refused",
    { status: "IN_PROGRESS", at: ago(40) },
    { status: "IN_REVIEW", at: ago(39) },
    { status: "REJECTED", at: ago(20) },
    { status: "COMPLETED", at: ago(19), previous: "IN_REVIEW" },
  );
  await database().update(cases).set({ reason: "DOCUMENT_MISMATCH" }).where(eq(cases.refId, "refused"));
  await database().update(cases).set({ reason: "Ann lied" }).where(eq(cases.refId, "ended"));
  await flagCase(ada, { ...vove("late"), reason: "Chase", dueOn: day(-2), ownerId: ada.id });
  await flagCase(ada, { ...vove("later"), reason: "Chase", dueOn: day(-5), ownerId: bob.id });
  await flagCase(ada, { ...vove("today"), reason: "Chase", dueOn: day(0) });
  await flagCase(ada, { ...vove("week"), reason: "Chase", dueOn: day(6), ownerId: gone.id });
  await flagCase(ada, { ...vove("dayless"), reason: "Chase", ownerId: ada.id });
  await assignCase(ada, { ...vove("plain"), assigneeId: gone.id });
  await assignCase(ada, { ...vove("ended"), assigneeId: gone.id });
  await assignCase(ada, { ...vove("stuck"), assigneeId: ada.id });
  await database().delete(credentials).where(eq(credentials.userId, gone.id));
  // An event changed the case after its follow-up was confirmed.
  await database()
    .update(cases)
    .set({ lastChangeAt: ago(-1) })
    .where(eq(cases.refId, "dayless"));
  const [event] = await storeEvents({ refId: "dead", type: "unrecognised", status: null, previousStatus: null });
  if (event) await storeRun(event, { state: "dead", refId: "dead" });
});

const found = async (filter: CasesFilter, actor = ada) =>
  (await listCases(actor, filter)).items.map(({ refId }) => refId);
const total = async (filter: CasesFilter, actor = ada) =>
  Object.values(await countCases(actor, filter)).reduce((sum, { n }) => sum + n, 0);

describe("a filter", () => {
  it.each<[string, CasesFilter, string[]]>([
    ["of several reasons finds cases of any", { attention: ["overdue", "gap"] }, ["later", "late"]],
    [
      "of several reasons finds a case of both once",
      { attention: ["follow-up", "overdue"], due: "late" },
      ["later", "late"],
    ],
    ["by a day before today", { due: "late" }, ["later", "late"]],
    ["by today", { due: "today" }, ["today"]],
    ["by the next seven days", { due: "week" }, ["today", "week"]],
    ["by no day", { due: "none" }, ["dayless"]],
    ["by my own follow-ups", { owner: "me" }, ["late", "dayless"]],
    ["by follow-ups of nobody", { owner: "none" }, ["today"]],
    ["by follow-ups of somebody who left", { owner: "left" }, ["week"]],
    ["by open cases and follow-ups of somebody who left", { assignee: "left" }, ["week", "plain"]],
    ["by reason", { reason: "DOCUMENT_MISMATCH" }, ["refused"]],
    ["by the business's turn", { turn: "business", due: "week" }, ["today", "week"]],
    ["by the provider's turn", { turn: "provider" }, ["later"]],
    ["by our turn", { turn: "us" }, ["refused"]],
    ["by a turn and another's status", { turn: "us", status: "IN_REVIEW" }, []],
    ["by time in state", { inState: 19 }, ["refused", "stuck"]],
    ["by when it ended", { endedFrom: ago(21).toISOString(), endedTo: ago(15).toISOString() }, ["refused"]],
    ["by an open end", { endedFrom: ago(21).toISOString() }, ["ended", "refused"]],
    ["by when its onboarding began", { openedTo: ago(35).toISOString() }, ["ended", "refused"]],
    [
      "by a period in which it began",
      { openedFrom: ago(35).toISOString(), openedTo: ago(20).toISOString() },
      ["stuck"],
    ],
    ["by mine and a reason", { assignee: "me", attention: ["stuck", "overdue"] }, ["late", "stuck"]],
  ])("%s: %j", async (_, filter, refIds) => {
    expect(await found(filter)).toEqual(refIds);
    expect(await total(filter)).toBe(refIds.length);
  });

  it.each(SORTS)("of several reasons and a person is paged by %s without losing or repeating a case", async (sort) => {
    const filter: CasesFilter = { assignee: "me", attention: ["stuck", "overdue", "follow-up"], sort };
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCases(ada, filter, { limit: 1, cursor });
      seen.push(...page.items.map(({ refId }) => refId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(3);
    expect(seen).toEqual(await found(filter));
  });

  it("shows a viewer no case by a person or by a reason that it hides from them", async () => {
    expect(await found({ reason: "Ann lied" })).toEqual(["ended"]);
    expect(await found({ reason: "Ann lied" }, viewer)).toEqual([]);
    expect(await found({ reason: "DOCUMENT_MISMATCH" }, viewer)).toEqual(["refused"]);
    expect(await found({ owner: ada.id }, viewer)).toEqual([]);
    expect(await found({ owner: "none" }, viewer)).toEqual(["today"]);
  });
});

describe("the order by urgency", () => {
  const URGENT = ["later", "late", "refused", "dead", "dayless", "stuck", "today", "plain", "week", "ended"];

  it("has what is overdue first, by day, then the other reasons in their order, then the longest in its status", async () => {
    expect(await found({ sort: "urgent" })).toEqual([
      ...["later", "late"],
      "refused",
      "dead",
      "dayless",
      "stuck",
      "today",
      ...["plain", "week"],
      "ended",
    ]);
  });

  it.each([1, 2, 3, 7])("is paged by %i", async (limit) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCases(ada, { sort: "urgent" }, { limit, cursor });
      seen.push(...page.items.map(({ refId }) => refId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(URGENT);
  });

  it.each<[CasesFilter, string[]]>([
    [{ status: "IN_PROGRESS" }, ["late", "dead", "dayless", "stuck", "today", "plain", "week"]],
    [{ status: "COMPLETED" }, ["ended"]],
    [{ attention: ["unassigned"] }, ["later", "late", "dead", "dayless", "today", "week"]],
    [{ attention: ["follow-up"] }, ["later", "late", "dayless", "today", "week"]],
    [{ due: "late" }, ["later", "late"]],
    [{ q: "late" }, ["late"]],
  ])("holds with %j", async (filter, refIds) => expect(await found({ ...filter, sort: "urgent" })).toEqual(refIds));

  it.each(['["urgent",["99","1","1"]]', '["urgent",["0","99999999999","1"]]', '["urgent",["1","-4","1"]]'])(
    "refuses the cursor %s",
    async (cursor) => {
      const page = listCases(ada, { sort: "urgent" }, { cursor: Buffer.from(cursor).toString("base64url") });
      await expect(page).rejects.toMatchObject({ code: "invalid" });
    },
  );
});

describe("the counts of the strip", () => {
  it.each<CasesFilter>([
    { assignee: "me" },
    { owner: "me" },
    { status: "IN_PROGRESS" },
    { turn: "provider" },
    { q: "late" },
    { assignee: "me", attention: ["gap"] },
  ])("are those of what the rest of %j finds", async (filter) => {
    const counts = await attentionCounts(ada, filter);
    for (const attention of ATTENTIONS) {
      const narrowed = await found({ ...filter, attention: [attention] });
      expect(counts[attention]).toEqual({ n: narrowed.length, capped: false });
    }
  });
});

describe("the address", () => {
  it("holds every choice", () => {
    const filter: CasesFilter = {
      attention: ["overdue", "gap"],
      due: "week",
      owner: "left",
      reason: "DOCUMENT_MISMATCH",
      turn: "us",
      inState: 14,
      endedFrom: "2026-11-01T00:00:00.000Z",
      openedTo: "2026-11-02T00:00:00.000Z",
      sort: "urgent",
    };
    const query = Object.fromEntries(writeFilter(casesFilter, filter));
    expect(query.attention).toBe("overdue,gap");
    expect(readFilter(casesFilter, query)).toEqual({ filter, problems: {} });
  });

  it("names equal choices of reasons equally", () => {
    expect(readFilter(casesFilter, { attention: "gap,overdue,gap" }).filter.attention).toEqual(["overdue", "gap"]);
    expect(readFilter(casesFilter, { attention: "gap" }).filter.attention).toEqual(["gap"]);
    expect(readFilter(casesFilter, { attention: "gap,sad" }).problems).toEqual({
      attention: "No such reason for attention.",
    });
    expect(readFilter(casesFilter, { inState: "0" }).problems).toHaveProperty("inState");
  });
});

it("counts episodes by when they began, also where a case has begun again", async () => {
  await storeCase("again");
  const [stored] = await database().select().from(cases).where(eq(cases.refId, "again"));
  const [first] = await database()
    .select()
    .from(episodes)
    .where(eq(episodes.caseId, stored?.id ?? 0));
  if (!first) throw new Error("no episode");
  await database()
    .insert(episodes)
    .values({ ...first, number: 2, openedAt: ago(100) });
  expect(await found({ openedTo: ago(90).toISOString() })).toEqual(["again"]);
  await database().execute(sql`delete from episodes where number = 2`);
});
