import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeEvents } from "#lib/events/testing/stored";
import { unmarkDelivered } from "#lib/runs/housekeeping";
import { attentionCounts } from "./attention-counts.ts";
import { COUNT_CAP, countCases } from "./count-cases.ts";
import { type CasesFilter, SORTS } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { readBoard } from "./read-board.ts";

const CASES = 5000;
/** The oldest, of which the last is COMPLETED and half of the others IN_REVIEW. */
const DEAD = 2 * COUNT_CAP + 3;

let ada: UserActor;
const refIdOf = (n: number) => `biz-${String(n).padStart(6, "0")}`;
/** The oldest first, which is the last first in the order of refIds. */
const deadRefIds = Array.from({ length: DEAD }, (_, at) => refIdOf(CASES - at));

beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
  const [event] = await storeEvents({ refId: "any" });
  if (!event) throw new Error("no event");
  await database().execute(sql`
    insert into cases (source, ref_id, episode, status, status_since, last_change_at, gap, conflict, status_event_id, follow_up_due_on)
    select 'vove', 'biz-' || lpad(n::text, 6, '0'), 1,
      (case when n = ${CASES - DEAD + 1} then 'COMPLETED' when n % 2 = 0 then 'IN_REVIEW' else 'IN_PROGRESS' end)::case_status,
      now() - make_interval(mins => n), now(), false, false, ${event.id},
      case when n <= ${2 * COUNT_CAP + 1} then current_date - 1 end
    from generate_series(1, ${CASES}) as n`);
  await database().execute(sql`
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, state)
    select ${event.id}, source, ref_id, now(), 'handler ' || ref_id, 'receipt', 1, 'dead'
    from cases where ref_id > ${refIdOf(CASES - DEAD)}`);
});

const buryAllBut = (kept: number) =>
  database().execute(sql`
    update runs set latest = false where id in (select id from runs where latest order by ref_id desc offset ${kept})`);
const marked = () => database().$count(cases, eq(cases.undelivered, true));

async function everyPage(filter: CasesFilter): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCases(ada, filter, { limit: 400, cursor });
    seen.push(...page.items.map(({ refId }) => refId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

describe("counts under a filter", () => {
  it("are exact up to the cap, and say where they stopped", async () => {
    const counts = await countCases(ada, { attention: ["overdue"] });
    // 1,000 of the one, 1,001 of the other.
    expect(counts.IN_REVIEW).toEqual({ n: COUNT_CAP, capped: false });
    expect(counts.IN_PROGRESS).toEqual({ n: COUNT_CAP, capped: true });
    expect(counts.COMPLETED).toEqual({ n: 0, capped: false });
    expect((await attentionCounts(ada)).overdue).toEqual({ n: COUNT_CAP, capped: true });
    expect((await attentionCounts(ada, { source: "elsewhere" })).overdue).toEqual({ n: 0, capped: false });
  });

  it("go beyond it without one", async () => {
    const counts = await countCases(ada, {});
    expect(Object.values(counts).reduce((sum, { n }) => sum + n, 0)).toBe(CASES);
    expect(Object.values(counts).some(({ capped }) => capped)).toBe(false);
  });
});

describe("many delivery problems", () => {
  it.each(SORTS)("are listed by %s, all of them, each once", async (sort) => {
    const oldestFirst = sort === "oldest" || sort === "ref-desc" || sort === "urgent";
    const expected = oldestFirst ? deadRefIds : deadRefIds.toReversed();
    expect(await everyPage({ attention: ["delivery"], sort })).toEqual(expected);
  });

  it("are listed with what else is asked for", async () => {
    expect(await everyPage({ attention: ["delivery"], status: "COMPLETED" })).toEqual([deadRefIds.at(-1)]);
    expect(await everyPage({ attention: ["delivery"], status: "REJECTED" })).toEqual([]);
    expect(await everyPage({ attention: ["delivery"], source: "elsewhere" })).toEqual([]);
    expect(await everyPage({ attention: ["delivery"], q: refIdOf(CASES) })).toEqual([refIdOf(CASES)]);
  });

  it("have a column each, whose count is exact where all of it is shown", async () => {
    const { frame } = await readBoard(ada, { filter: { attention: ["delivery"] }, more: undefined });
    const column = Object.fromEntries(frame.columns.map((one) => [one.status, one]));
    expect(column.COMPLETED).toMatchObject({ count: { n: 1, capped: false }, full: false });
    expect(column.REJECTED).toMatchObject({ count: { n: 0, capped: false }, full: false });
    expect(column.IN_REVIEW).toMatchObject({ count: { n: COUNT_CAP, capped: true }, full: true });
    expect(frame.attention.delivery).toEqual({ n: COUNT_CAP, capped: true });
  });

  it("are counted and listed as they are, before the marks of those delivered are taken back and after", async () => {
    const total = async () => Object.values(await countCases(ada, { attention: ["delivery"] })).map(({ n }) => n);
    await buryAllBut(7);
    const before = await total();
    expect(before.reduce((sum, n) => sum + n, 0)).toBe(7);
    expect((await attentionCounts(ada)).delivery).toEqual({ n: 7, capped: false });
    expect(await marked()).toBe(DEAD);
    await unmarkDelivered();
    expect(await marked()).toBe(7);
    expect(await total()).toEqual(before);
    expect(await everyPage({ attention: ["delivery"] })).toEqual(deadRefIds.slice(0, 7).toReversed());
  });
});
