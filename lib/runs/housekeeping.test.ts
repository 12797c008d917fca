import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { caseTallies } from "#db/figures-schema";
import { database } from "#db/pool";
import { rejectionTallies } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { workers } from "#db/worker-schema";
import { runNow } from "#lib/handlers/testing/run-now";
import { deleteOutdated, foldTallies } from "./housekeeping.ts";

const counts = async () => {
  const rows = await database().execute<{ status: string; n: number }>(
    sql`select status, sum(n)::int as n from case_tallies group by status having sum(n) <> 0`,
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
};

it("merges the deltas into one row a status, and changes no count while others merge or add", async () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  for (const refId of ["a", "b", "c"]) await runNow(await storeEvent({ refId, occurredAt: at(1) }), "update-case");
  await runNow(
    await storeEvent({ refId: "a", status: "IN_REVIEW", previousStatus: "IN_PROGRESS", occurredAt: at(2) }),
    "update-case",
  );
  const exact = { IN_PROGRESS: 2, IN_REVIEW: 1 };
  expect(await counts()).toEqual(exact);
  await Promise.all([foldTallies(), foldTallies(), foldTallies()]);
  expect(await database().select().from(caseTallies)).toHaveLength(2);
  expect(await counts()).toEqual(exact);
  await runNow(
    await storeEvent({ refId: "a", status: "REJECTED", previousStatus: "IN_REVIEW", occurredAt: at(3) }),
    "update-case",
  );
  await foldTallies();
  expect(await database().select().from(caseTallies)).toHaveLength(2);
  expect(await counts()).toEqual({ IN_PROGRESS: 2, REJECTED: 1 });
});

it("deletes counts of rejections after 30 days and workers a day after their last heartbeat, and nothing younger", async () => {
  await database().execute(sql`
    insert into rejection_tallies (source, cause, remote_address, hour, kept, counted)
    select 'vove', 'bad-signature', '*', now() - make_interval(days => age), 1, 0 from unnest(array[29, 31]) as age`);
  await database().execute(sql`
    insert into workers (id, host, pid, heartbeat_at)
    select gen_random_uuid(), 'host', age, now() - make_interval(hours => age) from unnest(array[23, 25]) as age`);
  await deleteOutdated();
  expect(await database().select().from(rejectionTallies)).toHaveLength(1);
  expect(await database().select().from(workers)).toMatchObject([{ pid: 23 }]);
});
