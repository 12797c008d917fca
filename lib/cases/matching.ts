import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { foundByRefId, foundByWords } from "#db/found-by-words";
import { cases } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { ATTENTION } from "#lib/cases/attention";
import type { CasesFilter } from "#lib/cases/filter";
import { mayReadPersonalData } from "#lib/cases/personal-data";

/** The condition on `cases` that the filter stands for, seen by `actor`; undefined when it chooses every case. */
export function matching(actor: Actor, filter: CasesFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(cases.source, filter.source),
    filter.refId === undefined ? undefined : eq(cases.refId, filter.refId),
    filter.status === undefined ? undefined : eq(cases.status, filter.status),
    filter.assignee === undefined ? undefined : assignedTo(actor, filter.assignee),
    filter.attention === undefined ? undefined : ATTENTION[filter.attention](filter.status),
    // cases_held, which is partial: its condition must stand here word for word.
    filter.hold === undefined ? undefined : sql`${cases.held}`,
    filter.q === undefined ? undefined : sql`(${cases.source}, ${cases.refId}) in ${foundBy(actor, filter.q)}`,
  );
}

/** What one may not see one cannot find a case by either. */
export function foundBy(actor: Actor, q: string): SQL {
  return mayReadPersonalData(actor) ? foundByWords(q) : foundByRefId(q);
}

function assignedTo(actor: Actor, assignee: string): SQL {
  if (assignee === "none") return isNull(cases.assigneeId);
  const id = assignee === "me" ? actor.id : assignee;
  return id === actor.id || mayReadPersonalData(actor) ? eq(cases.assigneeId, id) : sql`false`;
}
