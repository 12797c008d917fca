import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { database, databaseUrl } from "#db/pool";
import { ownerDatabase } from "#db/testing/owner";
import { rules } from "#lib/retention/rules";
import { sweep } from "#lib/retention/sweep";
import { countFigures } from "./count-figures.ts";
import { rebuildFigures, verifyFigures } from "./rebuild-figures.ts";
import { allFigures, receive } from "./testing/figures-of.ts";

const HOUR = 3_600_000;
const never = new AbortController().signal;
const NOTHING = { rows: [], cases: [] };
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

beforeEach(async () => {
  await ownerDatabase().execute(
    sql`truncate receipts, events, cases, rejection_tallies, hourly_figures, figure_progress, removals, retention_walks restart identity cascade`,
  );
});

const STEPS = [
  ["NOT_STARTED", "IN_PROGRESS"],
  ["IN_PROGRESS", "IN_REVIEW"],
  ["IN_REVIEW", "COMPLETED"],
  ["IN_REVIEW", "REJECTED"],
  ["COMPLETED", "REJECTED"],
] as const;

describe("counting piece by piece", () => {
  it("gives what counting all at once gives, in whatever order the messages arrive", async () => {
    let nth = 0;
    const message = fc.record({
      refId: fc.nat(2),
      step: fc.nat(STEPS.length - 1),
      hours: fc.integer({ min: 1, max: 90 }),
      count: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 8 }), async (messages) => {
        nth += 1;
        for (const { refId, step, hours, count } of messages) {
          await receive(`${nth}-${refId}`, [...(STEPS[step] as (typeof STEPS)[number])], ago(hours), {
            lagMs: hours * HOUR,
          });
          if (count) await countFigures(never);
        }
        await countFigures(never);
        const before = await allFigures();
        expect(await verifyFigures()).toEqual(NOTHING);
        await rebuildFigures();
        expect(await allFigures()).toEqual(before);
        await database().execute(sql`delete from hourly_figures`);
        await database().execute(sql`delete from counted_cases`);
        await database().execute(sql`delete from figure_progress`);
        await countFigures(never);
        expect(await allFigures()).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });
});

async function storeSome() {
  await receive("a", ["NOT_STARTED", "IN_PROGRESS"], ago(60));
  await receive("a", ["IN_PROGRESS", "IN_REVIEW"], ago(50));
  await receive("a", ["IN_REVIEW", "REJECTED"], ago(40), { reason: "DOCUMENT_EXPIRED" });
  await receive("b", ["NOT_STARTED", "IN_PROGRESS"], ago(30));
  await database().execute(sql`update runs set ended_at = now() - interval '30 hours'`);
  await countFigures(never);
}

describe("verifying", () => {
  it.each([
    [
      "an hour that says more",
      sql`update hourly_figures set n = n + 1 where figure = 'events' and hour < now() - interval '45 hours'`,
      "events",
    ],
    ["an hour that is missing", sql`delete from hourly_figures where figure = 'lag'`, "lag"],
    [
      "an hour in which nothing happened",
      sql`
      insert into hourly_figures (figure, hour, source, label, n) values ('events', date_trunc('hour', now() - interval '55 hours'), 'vove', 'x', 3)`,
      "events",
    ],
    [
      "a day that is not the sum of its hours",
      sql`update hourly_figures set n = n + 1 where figure = 'runs/day'`,
      "runs",
    ],
    ["a day that says less", sql`update hourly_figures set n = n - 1 where figure = 'onboardings'`, "onboardings"],
    [
      "a day in which nothing happened",
      sql`
      insert into hourly_figures (figure, hour, source, label, n) values ('reasons', '2020-01-01T00:00:00Z', 'vove', 'x', 3)`,
      "reasons",
    ],
    ["a sum of durations", sql`update hourly_figures set total = total + 1000000 where figure = 'stays'`, "stays"],
  ])("finds %s, and a rebuild sets it right", async (_, change, figure) => {
    await storeSome();
    const right = await allFigures();
    await database().execute(change);
    const { rows } = await verifyFigures();
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.figure.replace("/day", "")))).toEqual(new Set([figure]));
    await rebuildFigures();
    expect(await verifyFigures()).toEqual(NOTHING);
    expect(await allFigures()).toEqual(right);
  });

  it("finds a case that was counted otherwise than its events say", async () => {
    await storeSome();
    await database().execute(
      sql`update counted_cases set steps = '[]' where case_id = (select min(case_id) from counted_cases)`,
    );
    const { cases } = await verifyFigures();
    expect(cases).toHaveLength(1);
    await rebuildFigures();
    expect(await verifyFigures()).toEqual(NOTHING);
  });
});

it("keeps what it counted of rows that retention has removed since", async () => {
  await storeSome();
  await database().execute(sql`
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, outcome, response_status, duration_ms)
    select 'vove', now() - make_interval(days => 40, hours => n), '192.0.2.1', '[]', 1, '', 'rejected', 401, 1 from generate_series(1, 50) as n`);
  await database().execute(sql`
    insert into rejection_tallies (source, cause, remote_address, hour, kept, counted)
    values ('vove', 'bad-signature', '*', date_trunc('hour', now() - interval '40 days'), 0, 9)`);
  await database().execute(sql`delete from figure_progress`);
  await countFigures(never);
  const before = await allFigures();
  await sweep(never, rules({ RETENTION_REJECTIONS_DAYS: 30 }));
  await database().execute(sql`delete from rejection_tallies`);
  expect(await database().execute(sql`select from receipts`)).toHaveLength(0);
  await rebuildFigures();
  expect(await verifyFigures()).toEqual(NOTHING);
  expect((await allFigures()).filter(({ figure }) => figure !== "refusals")).toEqual(
    before.filter(({ figure }) => figure !== "refusals"),
  );
});

it("leaves nothing wrong when it is killed, at whatever moment", async () => {
  await storeSome();
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, ref_id, status, previous_status, occurred_at, clock, received_at, secret_fingerprint,
      verdict, episode)
    select 'vove', 'msg_' || n, '', '', 'kyb.case.in_progress', 'many-' || n, 'IN_PROGRESS', 'NOT_STARTED', now() - make_interval(hours => n % 900),
      'message-id', now() - make_interval(hours => n % 900), 'x', 'applied', 1
    from generate_series(1, 6000) as n`);
  await database().execute(sql`
    insert into cases (source, ref_id, episode, status, previous_status, status_since, gap, conflict, status_event_id, last_change_at)
    select source, ref_id, 1, status, previous_status, occurred_at, false, false, id, received_at from events where ref_id like 'many-%'`);
  await database().execute(sql`delete from figure_progress`);
  for (const ms of [300, 500, 700, 900]) {
    const env = { ...process.env, DATABASE_URL: databaseUrl() };
    const counting = spawn(process.execPath, ["bin/figures.ts", "--rebuild"], { env, stdio: "ignore" });
    const exited = once(counting, "exit");
    await setTimeout(ms);
    counting.kill("SIGKILL");
    await exited;
  }
  while (!(await countFigures(never))) await setTimeout(50);
  expect(await verifyFigures()).toEqual(NOTHING);
  const [sum] = await database().execute(sql`select sum(n)::int as n from hourly_figures where figure = 'onboardings'`);
  expect(sum).toEqual({ n: 6002 });
});
