import { fork } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { exportCase } from "./export-case.ts";

type Measured = { bytes: number; rss: number };

async function measured(refId: string, receipts: number): Promise<Measured> {
  const { statusEventId } = await storeCase(refId);
  await database().execute(sql`
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, outcome, response_status, duration_ms, event_id)
    select 'vove', now(), '203.0.113.7', jsonb_build_array(jsonb_build_array('x', repeat(md5(n::text), 60))), 2, '', 'duplicate', 200, 1,
      ${statusEventId}::bigint
    from generate_series(1, ${receipts}::int) as n`);
  const exportId = await exportCase(await personOf("analyst"), { source: "vove", refId, reason: "Much" });
  // All of its requests together would not fit into this heap.
  const child = fork("lib/evidence/testing/stream-pack.ts", [String(exportId), refId], {
    execArgv: ["--max-old-space-size=80"],
  });
  const [said] = (await once(child, "message")) as [Measured];
  return said;
}

const MB = 1e6;

it("streams 20,000 requests in the memory of 100, but for the list of their files", { timeout: 180_000 }, async () => {
  const few = await measured("few", 100);
  const many = await measured("many", 20_000);
  expect(many.bytes).toBeGreaterThan(40 * MB);
  expect(many.rss - few.rss).toBeLessThan(200 * MB);
});
