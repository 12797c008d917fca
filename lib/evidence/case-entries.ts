import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

export type CaseKey = { source: string; refId: string };

/**
 * The audit entries about one case that the entry of its export vouches for. `digest` is the SHA-256 over a line for each, `<id> <hash>` and
 * a line feed, in order of id.
 */
export type CaseEntries = { ids: number[]; digest: string };

const MAX_ROWS = 1000;

/**
 * The entries about a case, its business, its messages and its deliveries, up to the id `upTo`. An entry about a replay names no case, so
 * none is among them.
 */
export async function caseEntries(
  db: Pick<Tx | Database, "_">,
  { source, refId }: CaseKey,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<CaseEntries> {
  const ids: number[] = [];
  const digest = createHash("sha256");
  for (let after = 0; ; ) {
    const page = await preparedQuery<{ id: number; hash: string }>(
      db,
      sql`
      with found as (
        select id, hash from audit_entries where subject_kind = 'case' and subject_id = ${`${source}/${refId}`}
        union
        select id, hash from audit_entries
        where subject_kind = 'business' and subject_id = ${refId} and detail->>'source' = ${source}
        union
        select entry.id, entry.hash from events
        join audit_entries as entry on subject_kind = 'event' and subject_id = events.message_id and detail->>'source' = ${source}
        where events.source = ${source} and events.ref_id = ${refId}
        union
        select entry.id, entry.hash from outgoing_events
        join deliveries on outgoing_event_id = outgoing_events.id
        join audit_entries as entry on subject_kind = 'delivery' and subject_id = deliveries.id::text
        where outgoing_events.source = ${source} and outgoing_events.ref_id = ${refId}
      )
      select id, hash from found where id > ${after}::bigint and id <= ${upTo}::bigint order by id limit ${MAX_ROWS}::int`,
    );
    for (const { id, hash } of page) {
      ids.push(id);
      digest.update(`${id} ${hash}\n`);
    }
    const last = page.at(-1);
    if (!last || page.length < MAX_ROWS) return { ids, digest: digest.digest("hex") };
    after = last.id;
  }
}
