import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

type Case = { source: string; refId: string };
type Run = { startedAt: Date | null; endedAt: Date | null };

/**
 * When retention removed the requests of a delivery: with the first removal that covers one of these runs, of which no request is stored,
 * and that was made while its case was not held. Null where there is none.
 */
export async function attemptsRemovedAt({ source, refId }: Case, bare: readonly Run[]): Promise<Date | null> {
  const ended = bare.flatMap(({ startedAt, endedAt }) =>
    startedAt && endedAt ? [{ from: startedAt, to: endedAt }] : [],
  );
  if (ended.length === 0) return null;
  const [removal] = await preparedQuery<{ at: Date }>(
    database(),
    sql`
    select at from removals
    where kind = 'attempts' and exists (
        select from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as run ("from" timestamptz, "to" timestamptz)
        where "from" <= last_at and "to" >= first_at)
      and at > coalesce((
        select max(released_at) from legal_holds join cases on cases.id = legal_holds.case_id
        where cases.source = ${source} and cases.ref_id = ${refId}), '-infinity')
    order by id limit 1`,
  );
  return removal?.at ?? null;
}
