import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { foundByWords } from "#db/found-by-words";
import { cases } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { ATTENTION } from "#lib/cases/attention";
import type { CasesFilter } from "#lib/cases/filter";

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
    filter.q === undefined ? undefined : sql`(${cases.source}, ${cases.refId}) in ${foundByWords(filter.q)}`,
  );
}

function assignedTo(actor: Actor, assignee: string): SQL {
  if (assignee === "none") return isNull(cases.assigneeId);
  return eq(cases.assigneeId, assignee === "me" ? actor.id : assignee);
}
