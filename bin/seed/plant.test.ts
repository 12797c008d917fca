import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { type Planting, plant } from "#bin/seed/plant";
import { database, transaction } from "#db/pool";
import { cases, caseTallies, episodes, events, runs } from "#db/schema";
import { ownerUrl } from "#db/testing/owner";
import { storedLinks } from "#lib/audit/stored-links";
import { verifyLinks } from "#lib/audit/verify-links";
import { projectCase } from "#lib/cases/project-case";
import { planHandler } from "#lib/handlers/plan-handler";

const planting: Planting = {
  ...{ cases: 300, events: 1200, days: 400, seed: 3, often: 1, source: "vove", force: false },
  until: new Date("2026-11-20T12:00:00Z"),
};

beforeAll(async () => {
  await plant(ownerUrl(), planting, () => {});
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
    const told = await database().select().from(events).where(eq(events.refId, stored.refId));
    for (const { id, verdict, episode } of told) {
      expect({ verdict, episode }).toEqual(projection.verdicts.get(id) ?? { verdict: "unrecognised", episode: null });
    }
  }
});

it("brings something of everything that a desk sees", async () => {
  const seen = new Set(
    (await database().selectDistinct({ verdict: events.verdict }).from(events)).map((row) => row.verdict),
  );
  expect([...seen].sort()).toEqual(["applied", "conflict", "gap", "late", "repeat", "unrecognised"]);
  const ended = await database().selectDistinct({ state: runs.state }).from(runs);
  expect(ended.map((row) => row.state).sort()).toEqual(["dead", "failed", "skipped", "succeeded"]);
});

it("tells each case when its open follow-up is due", async () => {
  const [row] = await database().execute(sql`
    select count(*) filter (where follow_up_due_on is not null)::int as told,
      count(*) filter (where follow_up_due_on is distinct from (
        select coalesce(due_on, 'infinity') from follow_ups where case_id = cases.id and resolved_at is null))::int as wrong
    from cases`);
  expect(row).toEqual({ told: expect.toSatisfy((n: number) => n > 0), wrong: 0 });
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
  const standing = await database()
    .select({ messageId: events.messageId })
    .from(cases)
    .innerJoin(events, eq(events.id, cases.statusEventId))
    .where(eq(cases.status, "COMPLETED"))
    .limit(20);
  expect(standing.length).toBeGreaterThan(0);
  for (const { messageId } of standing) {
    const { lines } = await planHandler(admin, { messageId, handler: "enable-account" });
    expect(lines.map((line) => line.would)).not.toContain("do");
  }
});

it("refuses a database that holds events, unless it is forced to add to them", async () => {
  await expect(plant(ownerUrl(), planting, () => {})).rejects.toThrow("This database holds events.");
  await plant(ownerUrl(), { ...planting, cases: 5, events: 20, seed: 4, force: true }, () => {});
  expect(await database().$count(cases)).toBe(305);
  expect((await verifyLinks(storedLinks())).flaw).toBeNull();
});
