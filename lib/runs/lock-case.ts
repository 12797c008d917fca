import { sql } from "drizzle-orm";
import { caseLock } from "#db/locks";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

export type CaseName = { source: string; refId: string };

/** One transaction at a time works out what a case's events mean, whether or not the case has a row yet. */
export async function lockCase(tx: Tx, source: string, refId: string): Promise<void> {
  await preparedQuery(tx, sql`select pg_advisory_xact_lock(${caseLock(sql`${source}::text`, sql`${refId}::text`)})`);
}

/**
 * Locks those cases that nobody holds, and waits for none: who works on many at once must not be kept by one. Returns, in the order
 * given, which it got.
 */
export async function lockFreeCases(tx: Tx, cases: readonly CaseName[]): Promise<boolean[]> {
  const rows = await preparedQuery<{ place: number; got: boolean }>(
    tx,
    sql`
    select place, pg_try_advisory_xact_lock(${caseLock(sql`source`, sql`ref_id`)}) as got from ${places(cases)}`,
  );
  const got = new Map(rows.map((row) => [row.place, row.got]));
  return cases.map((_, place) => got.get(place) ?? false);
}

/** Cases as rows of `asked`, each with its place in the list. */
export function places(cases: readonly CaseName[]) {
  const rows = cases.map(({ source, refId }, place) => ({ place, source, ref_id: refId }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked (place int, source text, ref_id text)`;
}
