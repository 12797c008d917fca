import { type SQL, sql } from "drizzle-orm";
import { caseLock } from "#db/locks";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

export type CaseKey = { source: string; refId: string };

/** Locks a case for the rest of the transaction, whether or not it has a row yet: one transaction at a time decides what its events mean. */
export async function lockCase(tx: Tx, source: string, refId: string): Promise<void> {
  await preparedQuery(tx, sql`select pg_advisory_xact_lock(${caseLock(sql`${source}::text`, sql`${refId}::text`)})`);
}

/** Locks those of the cases that are free, without waiting for the others. Returns which it locked, in the order given. */
export async function lockFreeCases(tx: Tx, cases: readonly CaseKey[]): Promise<boolean[]> {
  const rows = await preparedQuery<{ index: number; locked: boolean }>(
    tx,
    sql`
    select index, pg_try_advisory_xact_lock(${caseLock(sql`source`, sql`ref_id`)}) as locked from ${caseRows(cases)}`,
  );
  const locked = new Map(rows.map((row) => [row.index, row.locked]));
  return cases.map((_, index) => locked.get(index) ?? false);
}

/** Cases as the rows of a table `asked` with their index in the list. */
export function caseRows(cases: readonly CaseKey[]): SQL {
  const rows = cases.map(({ source, refId }, index) => ({ index, source, ref_id: refId }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked (index int, source text, ref_id text)`;
}
