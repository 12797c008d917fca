import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { effects, followUps, rejectionTallies } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import { countFigures } from "#lib/figures/count-figures";
import { listBehind, listFilter } from "#lib/figures/list-behind";
import { receive } from "#lib/figures/testing/figures-of";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import type { Role } from "#lib/permissions";
import type { Chart } from "./chart.ts";
import { readCharts } from "./charts.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon, so many days ago. */
const ago = (days: number, hours = 0) =>
  new Date(Math.floor(Date.now() / DAY) * DAY + 12 * HOUR - days * DAY + hours * HOUR).toISOString();
const day = (days: number) => ago(days).slice(0, 10);

beforeAll(async () => {
  await receive("a", ["NOT_STARTED", "IN_PROGRESS"], ago(6), { lagMs: 2000 });
  await receive("a", ["IN_PROGRESS", "IN_REVIEW"], ago(6, 8));
  await receive("a", ["IN_REVIEW", "COMPLETED"], ago(4));
  await receive("b", ["NOT_STARTED", "IN_PROGRESS"], ago(5));
  await receive("b", ["IN_PROGRESS", "IN_REVIEW"], ago(5, 8));
  await receive("b", ["IN_REVIEW", "REJECTED"], ago(3), { reason: "DOCUMENT_EXPIRED" });
  await receive("b", ["NOT_STARTED", "IN_PROGRESS"], ago(2));
  await receive("c", ["NOT_STARTED", "IN_PROGRESS"], ago(5));
  await receive("c", ["IN_PROGRESS", "REJECTED"], ago(2), { reason: "MR_SMITH_DID_NOT_COME" });
  await receive("d", ["NOT_STARTED", "IN_PROGRESS"], ago(20));
  await receive("d", ["IN_PROGRESS", "IN_REVIEW"], ago(1));
  await receive("old", ["NOT_STARTED", "IN_PROGRESS"], ago(45));
  await database().execute(sql`update runs set ended_at = now() - interval '2 days' where ended_at is not null`);
  await database().execute(sql`update runs set state = 'dead' where ref_id = 'c'`);
  await database()
    .insert(rejectionTallies)
    .values([
      {
        source: "vove",
        cause: "bad-signature",
        remoteAddress: "192.0.2.1",
        hour: new Date(ago(3)),
        kept: 5,
        counted: 4,
      },
      {
        source: "vove",
        cause: "stale-timestamp",
        remoteAddress: "192.0.2.1",
        hour: new Date(ago(3)),
        kept: 1,
        counted: 0,
      },
    ]);
  const at = new Date(ago(2));
  await storeDelivery({
    event: { refId: "a" },
    attempts: [
      { status: 500, request: { at } },
      { status: 200, request: { at } },
    ],
  });
  const [some] = await database().execute<{ id: string }>(sql`select id::text as id from cases where ref_id = 'b'`);
  await database()
    .insert(followUps)
    .values([
      {
        caseId: Number(some?.id),
        reason: "Ask",
        createdBy: "Ada",
        createdAt: new Date(ago(4)),
        resolvedAt: new Date(ago(1)),
      },
      { caseId: Number(some?.id), reason: "Ask again", createdBy: "Ada", createdAt: new Date(ago(1)) },
    ]);
  const letter = { source: "vove", handler: "notify-customer", episode: 1, eventId: 1, runId: 1, at: new Date(ago(2)) };
  await database()
    .insert(effects)
    .values([
      { ...letter, refId: "b", key: "case/b/1/notify-customer", state: "done" },
      { ...letter, refId: "c", key: "case/c/1/notify-customer", state: "not-sent" },
    ]);
  await countFigures(new AbortController().signal);
});

async function charts(role: Role, filter: Parameters<typeof readCharts>[1] = {}) {
  const person = await personOf(role);
  if (person.kind !== "user") throw new Error("a person is a user");
  return { person, ...(await readCharts(person, filter)) };
}

function rows(all: readonly Chart[], id: string): Record<string, string[]> {
  const chart = all.find((one) => one.id === id);
  return Object.fromEntries((chart?.rows ?? []).map(({ title, cells }) => [title, cells.map(({ text }) => text)]));
}

describe("the overview, worked by hand", () => {
  it("has events, refused requests, follow-ups and letters by day", async () => {
    const { charts: all } = await charts("admin");
    expect(rows(all, "events")[day(6)]).toEqual(["2", "0"]);
    expect(rows(all, "events")[day(3)]).toEqual(["1", "10"]);
    expect(rows(all, "events")[day(7)]).toEqual(["0", "0"]);
    expect(rows(all, "lag")[day(6)]).toEqual(["up to 1s", "~1s", "2"]);
    expect(rows(all, "follow-ups")[day(4)]).toEqual(["1", "0"]);
    expect(rows(all, "follow-ups")[day(1)]).toEqual(["1", "1"]);
    expect(rows(all, "letters")[day(2)]).toEqual(["1", "1"]);
  });

  it("has what became of onboardings, and the time in each status", async () => {
    const { charts: all, totals } = await charts("admin");
    const weeks = Object.values(rows(all, "onboardings"));
    const sums = [0, 1, 2, 3, 4].map((at) => weeks.reduce((total, cells) => total + Number(cells[at]), 0));
    // a, b twice, c, d; in review: a, b, d; a completed; b and c rejected; the second of b and d are open.
    expect(sums).toEqual([5, 3, 1, 2, 2]);
    // Entered In progress: a, b twice, c, d. Left after 8, 8, 72 and 456 hours; the second of b has lasted some two days.
    // 2 of 5 ended at 8 h, so that 3/5 are left, 1 runs, and half of the other two end at 72 h: 3/10. The bucket of 72 h has its middle at 66.8 h.
    expect(rows(all, "stays")["In progress"]?.slice(0, 1)).toEqual(["~2d 18h"]);
    expect(rows(all, "stays")["In progress"]?.slice(2)).toEqual(["5", "4", "1"]);
    expect(rows(all, "stays")["In review"]?.slice(2)).toEqual(["3", "2", "1"]);
    expect(totals.map(({ title, n }) => `${title} ${n}`)).toEqual([
      "Events 11",
      "Refused requests 10",
      "Onboardings began 5",
      "Completed 1",
      "Rejected 2",
      "Follow-ups opened 2",
    ]);
  });

  it("has the reasons, the failures and the open cases by age", async () => {
    const { charts: all } = await charts("admin");
    expect(rows(all, "reasons")).toEqual({ "Document expired": ["1"], "Mr smith did not come": ["1"] });
    const failures = Object.values(rows(all, "failures"));
    expect(failures[0]).toEqual(["16.7 %", "12", "2", "2"]);
    expect(failures[1]).toEqual(["50 %", "2", "1", "–"]);
    expect(rows(all, "open")).toEqual({
      Today: ["0", "0"],
      "1 to 6 days": ["1", "0"],
      "7 to 29 days": ["0", "1"],
      "30 to 89 days": ["1", "0"],
      "90 days and more": ["0", "0"],
    });
  });

  it("has the period before beside where it is asked for", async () => {
    const { totals, charts: all } = await charts("admin", { period: "30d", compare: "before" });
    expect(totals[0]).toMatchObject({ title: "Events", n: 11, before: 1 });
    expect(all[0]?.columns.map(({ title }) => title)).toContain("Events, the period before");
    expect(rows(all, "events")[day(15)]).toEqual(["0", "0", "1", "0"]);
  });
});

it("shows long periods by the week: the same sums in fewer rows", async () => {
  const { charts: all } = await charts("admin", { period: "12m", compare: "before" });
  const events = all.find(({ id }) => id === "events");
  expect(events).toMatchObject({ of: "Week from (UTC)", rows: { length: 53 } });
  expect(events?.rows.reduce((total, { cells }) => total + (cells[0]?.value ?? 0), 0)).toBe(12);
  expect(Object.values(rows(all, "lag")).reduce((total, [, , measured]) => total + Number(measured), 0)).toBe(12);
});

describe("every number", () => {
  it.each([
    ["viewer", "30d"],
    ["analyst", "30d"],
    ["admin", "12m"],
  ] as const)("leads a person (%s, %s) to as many rows", async (role, period) => {
    const { person, charts: all, totals } = await charts(role, { period, compare: "before" });
    const linked = [
      ...totals.map(({ n, href }) => ({ value: n, href })),
      ...all.flatMap((chart) => chart.rows.flatMap(({ cells }) => cells)),
    ].flatMap(({ value, href }) => (href ? [{ value, href }] : []));
    expect(linked.length).toBeGreaterThan(30);
    for (const { value, href } of linked) {
      const filter = listFilter.parse(Object.fromEntries(new URLSearchParams(href.split("?")[1])));
      const { total, items } = await listBehind(person, filter);
      expect({ href, total }).toEqual({ href, total: value });
      expect(items.reduce((sum, { n }) => sum + n, 0)).toBe(value);
    }
  });
});

describe("a viewer", () => {
  it("reads neither reasons that may name somebody, nor destinations, nor message ids", async () => {
    const { charts: all, person } = await charts("viewer");
    expect(rows(all, "reasons")).toEqual({ "Document expired": ["1"], "Another reason, or none": ["1"] });
    expect(JSON.stringify(all)).not.toMatch(/smith|core banking/i);
    const span = { from: ago(30), to: ago(-1) };
    const { items } = await listBehind(person, { figure: "events", ...span });
    expect(items.every(({ messageId }) => messageId === null)).toBe(true);
    const guessed = await listBehind(person, { figure: "reasons", label: "MR_SMITH_DID_NOT_COME", ...span });
    expect(guessed.total).toBe(0);
  });
});
