import { eq, inArray, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { database } from "#db/pool";
import { auditEntries, businesses, cases, effects, events, letters, notes, receipts, runs } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { personOf } from "#lib/access/testing/people";
import { findCase } from "#lib/cases/find-case";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { releaseCase } from "#lib/cases/release-case";
import { settle, storeCase } from "#lib/cases/testing/stored-case";
import { rerunHandler } from "#lib/replay/rerun-handler";
import { startReplay } from "#lib/replay/start-replay";
import { storeEnded } from "#lib/retention/testing/store-ended";
import { rules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const CASES = rules({ RETENTION_CASES_DAYS: 365 });
const never = new AbortController().signal;
const of = (refId: string) => ({ source: "vove", refId, reason: "Still at it" });

const bodies = async (refId: string) => {
  const found = await database().select({ body: events.body }).from(events).where(eq(events.refId, refId));
  return found.map(({ body }) => body.length);
};
const nextDay = () => database().execute(sql`update retention_walks set reached = null`);

beforeEach(async () => {
  await ownerDatabase().execute(
    sql`truncate receipts, events, cases, businesses, removals, retention_walks restart identity cascade`,
  );
});

it("removes the content of an ended case and keeps its history, its message ids and its effects", async () => {
  const { id, statusEventId } = await storeEnded("old");
  const before = await findCase(await personOf("admin"), { refId: "old" });
  await sweep(never, CASES);
  expect(await bodies("old")).toEqual([0, 0, 0]);
  expect(await database().select().from(events)).toEqual(
    expect.arrayContaining([expect.objectContaining({ parsed: null, removedAt: expect.any(Date) })]),
  );
  expect(await database().select().from(cases)).toMatchObject([{ removedAt: expect.any(Date) }]);
  expect(await database().select().from(businesses)).toMatchObject([{ name: null, contactEmail: null }]);
  expect(await database().select().from(effects)).toMatchObject([{ state: "done", detail: null }]);
  expect(await database().select().from(runs)).toMatchObject([{ state: "skipped", error: null, log: [] }]);
  expect([await database().$count(letters), await database().$count(notes), await database().$count(receipts)]).toEqual(
    [0, 0, 0],
  );
  await settle("old");
  const after = await findCase(await personOf("admin"), { refId: "old" });
  expect(after.episodes).toEqual(before.episodes);
  expect(after).toMatchObject({ id, status: "REJECTED", statusEventId, removedAt: expect.any(Date) });
  expect(await database().select().from(auditEntries).where(eq(auditEntries.action, "removal.ended"))).toMatchObject([
    { detail: { kind: "cases", what: "what 1 ended case held", count: 1 } },
  ]);
});

it("skips a case with an open follow-up or a queued run, and one that is young, open or held", async () => {
  const ada = await personOf("admin", "Ada");
  for (const refId of ["flagged", "queued", "held"]) await storeEnded(refId);
  await storeEnded("young", 300);
  await storeCase("open");
  await flagCase(ada, of("flagged"));
  await holdCase(ada, of("held"));
  await database().execute(sql`update runs set state = 'queued' where ref_id = 'queued'`);
  await database().execute(sql`update cases set last_change_at = now() - interval '400 days' where ref_id = 'open'`);
  await sweep(never, CASES);
  expect(await database().$count(events, sql`removed_at is not null`)).toBe(0);
  await releaseCase(ada, of("held"));
  await database().execute(sql`update runs set state = 'succeeded' where ref_id = 'queued'`);
  await nextDay();
  await sweep(never, CASES);
  const emptied = await database().select({ refId: cases.refId }).from(cases).where(sql`removed_at is not null`);
  expect(emptied.map(({ refId }) => refId).sort()).toEqual(["held", "queued"]);
});

it("empties more cases than one batch, and skips one that is locked", async () => {
  for (let n = 0; n < 25; n++) await storeCase(`many-${n}`, { status: "COMPLETED" });
  await database().execute(sql`update cases set last_change_at = now() - interval '400 days'`);
  await database().transaction(async (tx) => {
    await tx.execute(sql`select from cases where ref_id = 'many-3' for update`);
    await sweep(never, CASES);
  });
  const kept = await database().select({ refId: cases.refId }).from(cases).where(sql`removed_at is null`);
  expect(kept).toEqual([{ refId: "many-3" }]);
});

it("empties a message of no case by the time it was received", async () => {
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, occurred_at, clock, received_at, secret_fingerprint, verdict)
    select 'vove', 'stray-' || age, 'aml', '', 'unrecognised', now(), 'receipt', now() - make_interval(days => age), 'x', 'unrecognised'
    from generate_series(367, 365, -1) as age`);
  await sweep(never, CASES);
  const found = await database()
    .select()
    .from(events)
    .where(inArray(events.messageId, ["stray-365", "stray-367"]));
  expect(found.map(({ messageId, body }) => [messageId, body.length]).sort()).toEqual([
    ["stray-365", 3],
    ["stray-367", 0],
  ]);
});

it("refuses a replay and a re-run of a removed event, and says since when it is removed", async () => {
  const admin = await personOf("admin");
  const { statusEventId } = await storeEnded("gone");
  await sweep(never, CASES);
  const [event] = await database().select().from(events).where(eq(events.id, statusEventId));
  const [run] = await database().select().from(runs);
  const says = { code: "wrong-state", message: expect.stringContaining("removed under retention on 2") };
  const selection = { event: { messageId: event?.messageId ?? "" } };
  await expect(startReplay(admin, { selection, reason: "once more" })).rejects.toMatchObject(says);
  await expect(rerunHandler(admin, { runId: run?.id ?? 0, reason: "once more" })).rejects.toMatchObject(says);
});

it("unsets removedAt of a case when a new event changes it", async () => {
  const { refId } = await storeEnded("again");
  await sweep(never, CASES);
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, ref_id, status, previous_status, occurred_at, clock, received_at, secret_fingerprint)
    values ('vove', 'again-1', '{}', '', 'kyb.case.in_progress', ${refId}, 'IN_PROGRESS', 'NOT_STARTED', now() + interval '1 s',
      'message-id', now(), 'x')`);
  await settle(refId);
  expect(await database().select().from(cases)).toMatchObject([{ episode: 2, status: "IN_PROGRESS", removedAt: null }]);
});
