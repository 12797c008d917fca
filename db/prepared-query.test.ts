import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { database, transaction } from "./pool.ts";
import { preparedQuery } from "./prepared-query.ts";

const FACTS = sql`select 7::bigint as event_id, 'a_b' as ref_id, 1 as n, true as "isTrue",
  '2026-11-25 10:00:00.123+02'::timestamptz as occurred_at, null::timestamptz as removed_at, null::bigint as run_id,
  '{"in_json": 1}'::jsonb as body`;

it("gives rows as drizzle would: names in camelCase, bigints as numbers, timestamps as dates", async () => {
  expect(await preparedQuery(database(), FACTS)).toEqual([
    {
      eventId: 7,
      refId: "a_b",
      n: 1,
      isTrue: true,
      occurredAt: new Date("2026-11-25T08:00:00.123Z"),
      removedAt: null,
      runId: null,
      body: { in_json: 1 },
    },
  ]);
});

it("gives the same rows again, from the statement that was prepared", async () => {
  const asked = () => preparedQuery<{ eventId: number }>(database(), FACTS);
  const [first, again] = [await asked(), await asked()];
  expect(again).toEqual(first);
  const [prepared] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from pg_prepared_statements where statement like '%occurred_at%'`,
  );
  expect(prepared?.n).toBeGreaterThan(0);
});

it("sends several in order, within one transaction, and gives no rows for a statement that returns none", async () => {
  const rows = await transaction((tx) =>
    Promise.all([
      preparedQuery(tx, sql`select set_config('casewire.test', 'set', true)`),
      preparedQuery<{ was: string }>(tx, sql`select current_setting('casewire.test') as was`),
      preparedQuery(tx, sql`update sources set name = name where false`),
    ]),
  );
  expect(rows.slice(1)).toEqual([[{ was: "set" }], []]);
});
