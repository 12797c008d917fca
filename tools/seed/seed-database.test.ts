import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { caseTallies } from "#db/figures-schema";
import { database, transaction } from "#db/pool";
import { cases, episodes, events, runs } from "#db/schema";
import { ownerUrl } from "#db/testing/owner";
import { storedLinks } from "#lib/audit/stored-links";
import { verifyLinks } from "#lib/audit/verification/verify-links";
import { projectCase } from "#lib/cases/projection/project-case";
import { planHandler } from "#lib/replay/plan-handler";
import { mayHaveDeliveryProblem } from "#lib/runs/delivery-problem";
import { type SeedOptions, seedDatabase } from "./seed-database.ts";

const options: SeedOptions = {
  ...{ cases: 300, events: 1200, days: 400, seed: 3, often: 1, source: "vove", force: false },
  until: new Date("2026-11-20T12:00:00Z"),
};

beforeAll(async () => {
  await seedDatabase(ownerUrl(), options, () => {});
});

it("writes as many cases and events as were asked for", async () => {
  expect(await database().$count(events)).toBe(1200);
  expect(await database().$count(cases)).toBe(300);
});

it("writes cases, episodes and verdicts that the projection of their events agrees with", async () => {
  for (const stored of await database().select().from(cases)) {
    const projection = await transaction((tx) => projectCase(tx, stored.source, stored.refId));
    expect(projection.current).toMatchObject({
      ...{ number: stored.episode, status: stored.status, previousStatus: stored.previousStatus },
      ...{ reason: stored.reason, statusSince: stored.statusSince, statusEventId: stored.statusEventId },
      ...{ gap: stored.gap, conflict: stored.conflict },
    });
    const kept = await database()
      .select()
      .from(episodes)
      .where(eq(episodes.caseId, stored.id))
      .orderBy(episodes.number);
    expect(kept).toEqual(projection.episodes.map((episode) => ({ ...episode, caseId: stored.id })));
    const ofCase = await database().select().from(events).where(eq(events.refId, stored.refId));
    for (const { id, verdict, episode } of ofCase) {
      expect({ verdict, episode }).toEqual(projection.verdicts.get(id) ?? { verdict: "unrecognised", episode: null });
    }
  }
});

it("includes every verdict and every end of a run", async () => {
  const seen = new Set(
    (await database().selectDistinct({ verdict: events.verdict }).from(events)).map((row) => row.verdict),
  );
  expect([...seen].sort()).toEqual(["applied", "conflict", "gap", "late", "repeat", "unrecognised"]);
  const ended = await database().selectDistinct({ state: runs.state }).from(runs);
  expect(ended.map((row) => row.state).sort()).toEqual(["dead", "failed", "skipped", "succeeded"]);
});

it("tells each case when its open follow-up is due", async () => {
  const [row] = await database().execute(sql`
    select count(*) filter (where follow_up_due_on is not null)::int as change,
      count(*) filter (where follow_up_due_on is distinct from (
        select coalesce(due_on, 'infinity') from follow_ups where case_id = cases.id and resolved_at is null))::int as wrong
    from cases`);
  expect(row).toEqual({ change: expect.toSatisfy((n: number) => n > 0), wrong: 0 });
  const [owners] = await database().execute(sql`
    select count(*)::int as wrong from cases where follow_up_owner_id is distinct from (
      select owner_id from follow_ups where case_id = cases.id and resolved_at is null)`);
  expect(owners).toEqual({ wrong: 0 });
});

it("marks each case of which a handler gave up or a letter did not go", async () => {
  const waiting = mayHaveDeliveryProblem({ source: sql`cases.source`, refId: sql`cases.ref_id` });
  const [row] = await database().execute(sql`
    select count(*) filter (where undelivered)::int as marked, count(*) filter (where undelivered <> ${waiting})::int as wrong from cases`);
  expect(row).toEqual({ marked: expect.toSatisfy((n: number) => n > 0), wrong: 0 });
});

it("keeps the tallies exact", async () => {
  const tallied = new Map<string, number>();
  for (const { status, n } of await database().select().from(caseTallies)) {
    tallied.set(status, (tallied.get(status) ?? 0) + n);
  }
  for (const [status, n] of tallied)
    expect(n).toBe(await database().$count(cases, eq(cases.status, status as "COMPLETED")));
  expect([...tallied.values()].reduce((sum, n) => sum + n, 0)).toBe(300);
});

it("goes on with the audit log's chain", async () => {
  const { count, flaw } = await verifyLinks(storedLinks());
  expect(flaw).toBeNull();
  expect(count).toBeGreaterThan(100);
});

it("leaves no handler anything to do for a case that stands completed", async () => {
  const admin = { kind: "user", id: "u1", label: "Ada", role: "admin" } as const;
  const statusEvents = await database()
    .select({ messageId: events.messageId })
    .from(cases)
    .innerJoin(events, eq(events.id, cases.statusEventId))
    .where(eq(cases.status, "COMPLETED"))
    .limit(20);
  expect(statusEvents.length).toBeGreaterThan(0);
  for (const { messageId } of statusEvents) {
    const { lines } = await planHandler(admin, { messageId, handler: "enable-account" });
    expect(lines.map((line) => line.would)).not.toContain("do");
  }
});

describe("the times of what is written", () => {
  /** Days that are still to come are no times: when a follow-up is due. */
  const columns = async () =>
    database().execute<{ table: string; column: string }>(sql`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type like 'timestamp%'
        and table_name not in ('sources', 'workers', 'replays', 'retention_walks', 'audit_keys', 'audit_checkpoints')`);

  it("are all past by more than a minute, so that nothing is 0 seconds old", async () => {
    const late = new Date(options.until.getTime() - 60_000).toISOString();
    const wrong: string[] = [];
    for (const { table, column } of await columns()) {
      const [row] = await database().execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)} where ${sql.identifier(column)} > ${late}::timestamptz`,
      );
      if (row?.n) wrong.push(`${table}.${column}: ${row.n}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [
      "a run is due before it starts",
      "runs where started_at < due_at or ended_at < started_at or due_at < chain_started_at",
    ],
    [
      "a run is queued once its event came",
      "runs join events on events.id = event_id where chain_started_at < received_at",
    ],
    ["an event is made before it comes", "events where received_at < occurred_at"],
    [
      "a request is stored with its event or after it",
      "receipts join events on events.id = event_id where receipts.received_at < events.received_at",
    ],
    [
      "an effect is had by its run",
      "effects join runs on runs.id = run_id where intended_at < started_at or at < intended_at or at > ended_at",
    ],
    [
      "an account is enabled by a run",
      "businesses where enabled_at is not null and not exists (select from effects where effects.ref_id = businesses.ref_id and at = enabled_at)",
    ],
    [
      "a case knows its last message",
      "cases where last_change_at <> (select max(received_at) from events where events.ref_id = cases.ref_id)",
    ],
    [
      "a follow-up is made on a case that is there",
      "follow_ups join cases on cases.id = case_id where created_at < (select min(received_at) from events where events.ref_id = cases.ref_id)",
    ],
    [
      "a follow-up is seen and resolved after it is made",
      "follow_ups where seen_at < created_at or resolved_at < created_at",
    ],
    [
      "a note is written by somebody who is there",
      "notes join users on users.id = author_id where notes.created_at < users.created_at",
    ],
    [
      "a secret matches from its adding on until it is retired",
      "receipts join source_secrets on fingerprint = secret_fingerprint where received_at < created_at or received_at >= retires_at",
    ],
    [
      "an act is told once it is done",
      "follow_ups join cases on cases.id = case_id where not exists (select from audit_entries where subject_id = 'vove/' || ref_id and action = 'case.flagged' and at >= created_at)",
    ],
    [
      "the log goes on in time",
      "audit_entries as later join audit_entries as earlier on earlier.id = later.id - 1 where later.at < earlier.at",
    ],
  ])("keep their order: %s", async (_, broken) => {
    const [row] = await database().execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${broken}`));
    expect(row?.n).toBe(0);
  });

  it("stand in the log as they are, but for what was told late", async () => {
    const [row] = await database().execute<{ late: number; all: number }>(sql`
      select count(*) filter (where entry.at > notes.created_at + interval '1 minute')::int as late, count(*)::int as all
      from notes join cases on cases.id = case_id join audit_entries as entry
        on entry.subject_id = 'vove/' || ref_id and entry.action = 'case.noted' and entry.detail->>'note' = notes.id::text`);
    expect(row).toEqual({ late: 0, all: expect.toSatisfy((n: number) => n > 0) });
  });

  it("raise some follow-ups again", async () => {
    const again = sql`select from follow_ups join cases on cases.id = case_id where resolved_at is null and last_change_at > seen_at`;
    await seedDatabase(ownerUrl(), { ...options, cases: 300, events: 1200, seed: 5, often: 5, force: true }, () => {});
    expect(await database().execute(again)).not.toHaveLength(0);
  });
});

it("refuses a database that holds events, unless it is forced to add to them", async () => {
  await expect(seedDatabase(ownerUrl(), options, () => {})).rejects.toThrow("This database holds events.");
  await seedDatabase(ownerUrl(), { ...options, cases: 5, events: 20, seed: 4, force: true }, () => {});
  expect(await database().$count(cases)).toBe(605);
  expect((await verifyLinks(storedLinks())).flaw).toBeNull();
});
