import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { DatabaseProxy } from "#tools/chaos/environment/database-proxy";
import { databaseUrl, transaction } from "./pool.ts";

const proxy = await DatabaseProxy.open(new URL(databaseUrl()));
process.env.DATABASE_URL = proxy.url;
afterAll(() => proxy.close());

const one = () => transaction((tx) => tx.execute<{ n: number }>(sql`select 1 as n`));

it.each(["before", "after"] as const)(
  "a connection lost %s its first statement fails its transaction, and neither the next one nor the process",
  async (moment) => {
    const met = proxy.intercept({ statement: /./, moment });
    await expect(one()).rejects.toThrow(/CONNECTION_CLOSED/);
    await met;
    expect(await one()).toEqual([{ n: 1 }]);
  },
);
