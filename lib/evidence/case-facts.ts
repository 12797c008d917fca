import { and, asc, eq, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { businesses, cases, episodes } from "#db/schema";
import type { CaseKey } from "./case-entries.ts";

/** A case as it stood when its pack was made: what case.json holds. */
export type CaseFacts = NonNullable<Awaited<ReturnType<typeof caseFacts>>>;

/** What retention and erasure took from a case, as far as rows tell. */
type Removed = { messages: number; receiptsOf: number; words: number };

export async function caseFacts({ source, refId }: CaseKey) {
  const [found] = await database()
    .select({ row: cases, assignee: users.name })
    .from(cases)
    .leftJoin(users, eq(users.id, cases.assigneeId))
    .where(and(eq(cases.source, source), eq(cases.refId, refId)));
  if (!found) return null;
  const { row, assignee } = found;
  const { name, contactEmail, accountStatus, enabledAt, createdAt, updatedAt } = businesses;
  const [onboardings, [business], [removed]] = await Promise.all([
    database().select().from(episodes).where(eq(episodes.caseId, row.id)).orderBy(asc(episodes.number)),
    database()
      .select({ name, contactEmail, accountStatus, enabledAt, createdAt, updatedAt })
      .from(businesses)
      .where(and(eq(businesses.source, source), eq(businesses.refId, refId))),
    preparedQuery<Removed>(
      database(),
      sql`
      select (select count(*)::int from events where source = ${source} and ref_id = ${refId} and removed_at is not null) as messages,
        (select count(*)::int from events where source = ${source} and ref_id = ${refId}
          and not exists (select from receipts where event_id = events.id and outcome = 'accepted')) as receipts_of,
        (select count(*)::int from audit_words join audit_entries on audit_entries.id = entry_id
          where subject_kind = 'case' and subject_id = ${`${source}/${refId}`} and text is null) as words`,
    ),
  ]);
  return {
    ...row,
    assignee,
    business: business ?? null,
    episodes: onboardings.map(({ caseId: __, ...episode }) => episode),
    removed: {
      caseEmptiedAt: row.removedAt,
      messagesWithoutBytes: removed?.messages ?? 0,
      messagesWithoutTheirFirstReceipt: removed?.receiptsOf ?? 0,
      textsBesideAuditEntries: removed?.words ?? 0,
    },
  };
}
