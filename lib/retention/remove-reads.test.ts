import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import { removals } from "#db/retention-schema";
import { auditEntries } from "#db/schema";
import { rules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const READS = rules({ RETENTION_READS_DAYS: 90 });

it("removes the records of reads that are older than their rule says, and writes an audit entry", async () => {
  await database().execute(sql`
    insert into data_reads (at, actor_kind, actor_id, actor_label, remote_address, what, source, ref_id)
    select now() - make_interval(days => case when n <= 1500 then 92 else 88 end), 'user', 'ada', 'Ada', '203.0.113.9', 'case',
      'vove', 'acme' from generate_series(1, 1507) as n`);
  await sweep(new AbortController().signal, READS);
  expect(await database().$count(dataReads)).toBe(7);
  expect(await database().select().from(removals)).toMatchObject([
    { kind: "reads", setting: "RETENTION_READS_DAYS", days: 90, count: 1500 },
  ]);
  const entries = await database().select().from(auditEntries);
  expect(entries.map(({ detail }) => detail.what)).toEqual(["the records of 1,500 reads"]);
});
