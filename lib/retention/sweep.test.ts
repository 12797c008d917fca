import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { removals } from "#db/retention-schema";
import { auditEntries, receipts } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { storeEvent } from "#db/testing/store-event";
import { personOf } from "#lib/access/testing/people";
import { sentence } from "#lib/audit/sentence";
import { holdCase } from "#lib/cases/hold-case";
import { releaseCase } from "#lib/cases/release-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeReceipts } from "#lib/retention/testing/store-receipts";
import { receiptsRemovedAt } from "./receipts-removed.ts";
import { rules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const RECEIPTS = rules({ RETENTION_RECEIPTS_DAYS: 30 });
const REJECTIONS = rules({ RETENTION_REJECTIONS_DAYS: 10 });
const never = new AbortController().signal;
const of = (refId: string) => ({ source: "vove", refId, reason: "They asked" });

const left = (eventId: number) => database().$count(receipts, eq(receipts.eventId, eventId));
const removalEntries = () =>
  database().select().from(auditEntries).where(eq(auditEntries.action, "removal.ended")).orderBy(auditEntries.id);
/** Lets the sweep of the day be made once more, as if the next day had come. */
const nextDay = () => database().execute(sql`update retention_walks set reached = null`);

beforeEach(async () => {
  await ownerDatabase().execute(
    sql`truncate receipts, events, cases, removals, retention_walks restart identity cascade`,
  );
});

describe("a sweep", () => {
  it("removes what is older than its rule says and nothing else, and writes one audit entry for all batches", async () => {
    const event = await storeEvent({});
    await storeReceipts(1200, 32, event.id);
    await storeReceipts(3, 40);
    await storeReceipts(7, 29, event.id);
    const before = (await removalEntries()).length;
    await sweep(never, RECEIPTS);
    expect(await left(event.id)).toBe(7);
    expect(await database().$count(receipts, eq(receipts.outcome, "rejected"))).toBe(3);
    expect(await database().select().from(removals)).toMatchObject([
      { kind: "receipts", setting: "RETENTION_RECEIPTS_DAYS", days: 30, count: 1200, endedAt: expect.any(Date) },
    ]);
    const entries = (await removalEntries()).slice(before);
    expect(entries).toMatchObject([{ actorKind: "job", detail: { count: 1200, setting: "RETENTION_RECEIPTS_DAYS" } }]);
    const [entry] = entries;
    expect(entry && sentence({ ...entry, words: {} })).toMatch(
      /^Retention removed 1,200 receipts, of 2\d{3}-\d\d-\d\d to 2\d{3}-\d\d-\d\d, as RETENTION_RECEIPTS_DAYS=30 says$/,
    );
    const [{ firstAt } = { firstAt: new Date() }] = await database().select().from(removals);
    expect(await receiptsRemovedAt({ ...event, receivedAt: firstAt }, [])).toEqual(expect.any(Date));
    expect(await receiptsRemovedAt({ ...event, receivedAt: new Date(firstAt.getTime() + 1) }, [])).toBeNull();
  });

  it("removes rejections by their own rule", async () => {
    const event = await storeEvent({});
    await storeReceipts(2, 11, event.id);
    await storeReceipts(600, 11);
    await storeReceipts(2, 9);
    await sweep(never, REJECTIONS);
    expect(await database().$count(receipts)).toBe(4);
  });

  it("is made once a day, and after that costs one query a kind", async () => {
    const event = await storeEvent({});
    await sweep(never, RECEIPTS);
    await storeReceipts(1, 31, event.id);
    await sweep(never, RECEIPTS);
    expect(await left(event.id)).toBe(1);
    await nextDay();
    await sweep(never, RECEIPTS);
    expect(await left(event.id)).toBe(0);
  });

  it("stops between two batches when aborted, and the next one goes on from there", async () => {
    const event = await storeEvent({});
    await storeReceipts(3600, 31, event.id);
    const stopping = new AbortController();
    const swept = sweep(stopping.signal, RECEIPTS);
    await expect.poll(() => left(event.id)).toBeLessThan(3600);
    stopping.abort();
    await swept;
    const kept = await left(event.id);
    expect(kept).toBeGreaterThan(0);
    await sweep(never, RECEIPTS);
    expect(await left(event.id)).toBe(0);
    const counted = await database().select().from(removals);
    expect(counted.map(({ count }) => count)).toEqual([3600 - kept, kept]);
    expect(counted.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  it("is made by one worker at a time", async () => {
    const event = await storeEvent({});
    await storeReceipts(3600, 31, event.id);
    await Promise.all([sweep(never, RECEIPTS), sweep(never, RECEIPTS), sweep(never, RECEIPTS)]);
    expect(await database().select().from(removals)).toMatchObject([{ count: 3600 }]);
  });

  it("ends the open removal of a killed one with an audit entry, also when nothing more is due", async () => {
    await database().execute(sql`
      insert into removals (kind, setting, days, count, first_at, last_at)
      values ('receipts', 'RETENTION_RECEIPTS_DAYS', 30, 500, now(), now())`);
    await sweep(never, []);
    expect(await database().select().from(removals)).toMatchObject([{ count: 500, endedAt: expect.any(Date) }]);
    expect((await removalEntries()).at(-1)).toMatchObject({ detail: { count: 500 } });
  });
});

describe("a legal hold", () => {
  it("keeps a case's receipts until it is released", async () => {
    const grace = await personOf("admin", "Grace");
    const held = await storeCase("held");
    const other = await storeCase("other");
    await holdCase(grace, of("held"));
    await storeReceipts(5, 31, held.statusEventId);
    await storeReceipts(5, 31, other.statusEventId);
    await sweep(never, RECEIPTS);
    expect([await left(held.statusEventId), await left(other.statusEventId)]).toEqual([5, 0]);
    await nextDay();
    await releaseCase(grace, of("held"));
    await sweep(never, RECEIPTS);
    expect(await left(held.statusEventId)).toBe(0);
  });

  it("applies at once, also during a sweep", async () => {
    const ada = await personOf("analyst", "Ada");
    const { statusEventId } = await storeCase("in-time");
    await storeReceipts(6000, 31, statusEventId);
    const swept = sweep(never, RECEIPTS);
    await expect.poll(() => left(statusEventId)).toBeLessThan(6000);
    await holdCase(ada, of("in-time"));
    const kept = await left(statusEventId);
    await swept;
    expect(kept).toBeGreaterThan(0);
    expect(await left(statusEventId)).toBe(kept);
  });
});
