import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { deliveryAttempts } from "#db/destination-schema";
import { database } from "#db/pool";
import { removals } from "#db/retention-schema";
import { runs } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { personOf } from "#lib/access/testing/people";
import { sentence } from "#lib/audit/sentence";
import { holdCase } from "#lib/cases/hold-case";
import { releaseCase } from "#lib/cases/release-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { attemptsRemovedAt } from "./attempts-removed.ts";
import { rules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const RULES = rules({ RETENTION_RECEIPTS_DAYS: 30 });
const never = new AbortController().signal;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const of = (refId: string) => ({ source: "vove", refId, reason: "They asked" });
const nextDay = () => database().execute(sql`update retention_walks set reached = null`);

beforeEach(async () => {
  await ownerDatabase().execute(sql`truncate delivery_attempts, removals, retention_walks, cases cascade`);
});

/** A delivery about a case, with a request that failed and one that succeeded on that day. */
async function delivered(refId: string, days: number) {
  const at = daysAgo(days);
  const run = { startedAt: at, endedAt: new Date(at.getTime() + 50), request: { at } };
  const attempts = [
    { ...run, status: 500 },
    { ...run, status: 200 },
  ];
  return await storeDelivery({ event: { refId, source: "vove" }, attempts });
}

const left = (deliveryId: number) => database().$count(deliveryAttempts, eq(deliveryAttempts.deliveryId, deliveryId));

it("deletes requests that are older than the rule of receipts says, keeps their runs, and says so in the audit log", async () => {
  const old = await delivered("old", 32);
  const fresh = await delivered("fresh", 29);
  await sweep(never, RULES);
  expect([await left(old.delivery.id), await left(fresh.delivery.id)]).toEqual([0, 2]);
  expect(await database().$count(runs, eq(runs.deliveryId, old.delivery.id))).toBe(2);
  expect(await database().select().from(removals)).toMatchObject([
    { kind: "attempts", setting: "RETENTION_RECEIPTS_DAYS", days: 30, count: 2, endedAt: expect.any(Date) },
  ]);
  const [entry] = await database().execute<{ action: string; detail: Record<string, unknown> }>(
    sql`select action, detail from audit_entries where action = 'removal.ended' order by id desc limit 1`,
  );
  const rest = { subjectKind: "removal", subjectId: "1", actorLabel: "Retention", words: {} };
  expect(entry && sentence({ ...entry, ...rest })).toContain("removed 2 requests to destinations");
});

it("goes on over many batches", async () => {
  const destination = await storeDestination();
  await database().execute(sql`
    insert into delivery_attempts (run_id, delivery_id, destination_id, at, url, request_headers, duration_ms, succeeded)
    select 1000000 + n, ${(await storeDelivery({ destination })).delivery.id}, ${destination.id}::uuid,
      now() - make_interval(days => 40, secs => n % 7), 'https://core.example/', '[]', 1, true
    from generate_series(1, 1203) as n`);
  await sweep(never, RULES);
  expect(await database().select().from(removals)).toMatchObject([{ kind: "attempts", count: 1203 }]);
});

it("keeps those of a case under legal hold until it is released", async () => {
  const grace = await personOf("admin", "Grace");
  await storeCase("held");
  await holdCase(grace, of("held"));
  const held = await delivered("held", 32);
  const other = await delivered("other", 32);
  await sweep(never, RULES);
  expect([await left(held.delivery.id), await left(other.delivery.id)]).toEqual([2, 0]);
  await releaseCase(grace, of("held"));
  await nextDay();
  await sweep(never, RULES);
  expect(await left(held.delivery.id)).toBe(0);
});

it("is known of a delivery whose requests it removed, and of no other", async () => {
  const old = await delivered("old", 32);
  const fresh = await delivered("fresh", 29);
  await sweep(never, RULES);
  const about = { source: "vove", refId: "old" };
  expect(await attemptsRemovedAt(about, old.runs)).toEqual(expect.any(Date));
  expect(await attemptsRemovedAt(about, fresh.runs)).toBeNull();
  expect(await attemptsRemovedAt(about, [])).toBeNull();
  expect(await attemptsRemovedAt(about, [{ startedAt: null, endedAt: daysAgo(32) }])).toBeNull();
});
