import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { preferences } from "#db/desk-schema";
import { database, transaction } from "#db/pool";
import { businesses, events, followUps } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { assignCase } from "#lib/cases/assign-case";
import { flagCase } from "#lib/cases/flag-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { storeCase } from "#lib/cases/testing/stored-case";
import { changesSeenAt, markChangesSeen } from "./changes-seen.ts";
import { countChanges } from "./count-changes.ts";
import type { ChangesFilter } from "./filter.ts";
import { listChanges } from "./list-changes.ts";
import type { Change } from "./viewer-change.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const PERIOD = { from: at(0).toISOString(), to: at(24).toISOString() };
const of = (refId: string) => ({ source: "vove", refId });

let ada: UserActor;
let viewer: UserActor;

/** By hand: on the first day 9 messages changed four cases, and 2 follow-ups were opened, of which 1 was done. The account was enabled today. */
beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
  viewer = await personOf("viewer");
  await storeCase(
    "usual",
    { status: "IN_PROGRESS", at: at(1) },
    { status: "IN_REVIEW", at: at(2) },
    { status: "COMPLETED", at: at(3) },
  );
  // IN_REVIEW is missing.
  await storeCase(
    "gap",
    { status: "IN_PROGRESS", at: at(4) },
    { status: "REJECTED", at: at(5), previous: "IN_REVIEW" },
  );
  await storeCase(
    "twice",
    { status: "IN_PROGRESS", at: at(6) },
    { status: "COMPLETED", at: at(7) },
    { status: "REJECTED", at: at(8), previous: "IN_PROGRESS" },
  );
  await storeCase("open", { status: "IN_PROGRESS", at: at(9) });
  // The day after.
  await storeCase("later", { status: "IN_PROGRESS", at: at(30) });
  await database()
    .insert(businesses)
    .values({ ...of("usual"), name: "Harbour" });
  await flagCase(ada, { ...of("usual"), reason: "Call them", dueOn: "2026-01-09" });
  await flagCase(ada, { ...of("open"), reason: "Silent", ownerId: ada.id });
  await resolveFollowUp(ada, { ...of("usual"), outcome: "Called" });
  await assignCase(ada, { ...of("gap"), assigneeId: ada.id });
  await database()
    .update(followUps)
    .set({ createdAt: at(10) })
    .where(eq(followUps.reason, "Call them"));
  await database()
    .update(followUps)
    .set({ resolvedAt: at(12) })
    .where(eq(followUps.reason, "Call them"));
  await database()
    .update(followUps)
    .set({ createdAt: at(11) })
    .where(eq(followUps.reason, "Silent"));
  await transaction((tx) =>
    record(tx, {
      actor: { kind: "job", id: "enable-account", label: "enable-account" },
      action: "account.enabled",
      subject: { kind: "case", id: "vove/usual" },
      detail: { source: "vove", episode: 1, messageId: "msg_1", runId: 1 },
    }),
  );
});

async function all(filter: ChangesFilter, limit?: number, actor = ada): Promise<Change[]> {
  const found: Change[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await listChanges(actor, filter, { cursor, ...(limit ? { limit } : {}) });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

const inWords = ({ refId, kinds }: Change) => `${refId} ${kinds.join("+")}`;

const DAY = [
  "usual follow-up-done",
  "open follow-up-opened",
  "usual follow-up-opened",
  "open opened",
  "twice contradicted",
  "twice ended",
  "twice opened",
  "gap ended+missing",
  "gap opened",
  "usual ended",
  "usual moved",
  "usual opened",
];

describe("listChanges", () => {
  it("has what changed in the time, the newest first", async () => {
    expect((await all(PERIOD)).map(inWords)).toEqual(DAY);
    const [first] = await all({ from: at(3).toISOString(), to: at(4).toISOString() });
    expect(first).toMatchObject({
      ...{ refId: "usual", name: "Harbour", status: "COMPLETED", previousStatus: "IN_REVIEW", episode: 1, at: at(3) },
      ...{ occurredAt: at(3), by: null, followUpReason: null },
    });
    const [done] = await all({ ...PERIOD, kind: "follow-up-done" });
    expect(done).toMatchObject({
      followUpReason: "Call them",
      followUpOutcome: "Called",
      by: "Ada",
      dueOn: "2026-01-09",
    });
  });

  it("begins with the time it begins with, and ends before the time it ends with", async () => {
    const edge = await all({ from: at(3).toISOString(), to: at(5).toISOString() });
    expect(edge.map(inWords)).toEqual(["gap opened", "usual ended"]);
  });

  it("has accounts that were enabled, with the message behind it", async () => {
    const [enabled, ...more] = await all({ kind: "account-enabled" });
    expect(enabled).toMatchObject({ refId: "usual", messageId: "msg_1", episode: 1, by: "enable-account" });
    expect(more).toEqual([]);
    expect(await all({ ...PERIOD, kind: "account-enabled" })).toEqual([]);
  });

  it.each([
    ["opened", ["open opened", "twice opened", "gap opened", "usual opened"]],
    ["moved", ["usual moved"]],
    ["ended", ["twice ended", "gap ended+missing", "usual ended"]],
    ["contradicted", ["twice contradicted"]],
    ["missing", ["gap ended+missing"]],
    ["follow-up-opened", ["open follow-up-opened", "usual follow-up-opened"]],
  ] as const)("narrows to %s", async (kind, expected) => {
    expect((await all({ ...PERIOD, kind })).map(inWords)).toEqual(expected);
  });

  it("narrows to one's own: assigned to one, or with an open follow-up of one's own", async () => {
    expect((await all({ ...PERIOD, whose: "mine" })).map(inWords)).toEqual([
      "open follow-up-opened",
      "open opened",
      "gap ended+missing",
      "gap opened",
    ]);
    expect(await all({ ...PERIOD, whose: "mine" }, 10, await personOf("analyst"))).toEqual([]);
  });

  it.each([1, 2, 5, 11, 12, 13])("loses and repeats nothing in pages of %i", async (limit) => {
    expect((await all(PERIOD, limit)).map(inWords)).toEqual(DAY);
  });

  it("loses and repeats nothing where everything is of one moment", async () => {
    const moment = at(50);
    for (const refId of ["same-1", "same-2", "same-3"]) {
      await storeCase(refId, { status: "IN_PROGRESS", at: moment });
      await flagCase(ada, { ...of(refId), reason: refId });
      await resolveFollowUp(ada, { ...of(refId), outcome: "Done" });
      await database()
        .update(followUps)
        .set({ createdAt: moment, resolvedAt: moment })
        .where(eq(followUps.reason, refId));
    }
    const span = { from: moment.toISOString(), to: at(51).toISOString() };
    const whole = (await all(span)).map(inWords);
    expect(new Set(whole).size).toBe(9);
    for (const limit of [1, 2, 4]) expect((await all(span, limit)).map(inWords)).toEqual(whole);
  });

  it("goes on after 20,000 messages that changed nothing", async () => {
    const span = { from: at(100).toISOString(), to: at(120).toISOString() };
    await storeCase("before-many", { status: "IN_PROGRESS", at: at(101) });
    await database().execute(sql`
      insert into events (source, message_id, body, body_hash, type, ref_id, occurred_at, clock, received_at, secret_fingerprint, verdict)
      select 'vove', 'msg_many_' || n, '', '', 'kyb.case.in_review', 'many', ${at(110).toISOString()}::timestamptz, 'receipt',
        ${at(110).toISOString()}::timestamptz + n * interval '1 ms', 'x', 'repeat'
      from generate_series(1, 25000) as n`);
    const first = await listChanges(ada, span);
    expect(first.items).toEqual([]);
    expect(first.nextCursor).not.toBeNull();
    expect((await all(span)).map(inWords)).toEqual(["before-many opened"]);
    expect(await countChanges(ada, span)).toMatchObject({
      opened: { n: 0, capped: true },
      "follow-up-done": { n: 0, capped: false },
    });
    await database().delete(events).where(eq(events.refId, "many"));
  });

  it("hides from a viewer who it was, why, and the name", async () => {
    const seen = await all(PERIOD, 100, viewer);
    expect(seen.map(inWords)).toEqual(DAY);
    expect(JSON.stringify(seen)).not.toMatch(/Ada|Harbour|Call|Silent/);
  });

  it("refuses a cursor it did not give", async () => {
    await expect(listChanges(ada, PERIOD, { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("countChanges", () => {
  it("counts each kind, whatever kind is shown", async () => {
    const numbers = (counts: Awaited<ReturnType<typeof countChanges>>) =>
      Object.fromEntries(Object.entries(counts).map(([kind, { n }]) => [kind, n]));
    expect(numbers(await countChanges(ada, { ...PERIOD, kind: "moved" }))).toEqual({
      ...{ opened: 4, moved: 1, ended: 3, contradicted: 1, missing: 1 },
      ...{ "account-enabled": 0, "follow-up-opened": 2, "follow-up-done": 1 },
    });
    expect(numbers(await countChanges(ada, { ...PERIOD, whose: "mine" }))).toEqual({
      ...{ opened: 2, moved: 0, ended: 1, contradicted: 0, missing: 1 },
      ...{ "account-enabled": 0, "follow-up-opened": 1, "follow-up-done": 0 },
    });
    expect((await countChanges(ada, {}))["account-enabled"]).toEqual({ n: 1, capped: false });
  });
});

describe("what a person has looked through", () => {
  it("goes forward only, and not beyond now", async () => {
    const bo = await personOf("viewer");
    expect(await changesSeenAt(bo)).toBeNull();
    await markChangesSeen(bo, at(5));
    expect(await changesSeenAt(bo)).toEqual(at(5));
    await markChangesSeen(bo, at(4));
    expect(await changesSeenAt(bo)).toEqual(at(5));
    await markChangesSeen(bo, new Date("2100-01-01"));
    expect((await changesSeenAt(bo))?.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
    const [row] = await database().select().from(preferences).where(eq(preferences.userId, bo.id));
    expect(row?.zone).toBeNull();
  });
});
