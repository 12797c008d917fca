import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { ATTENTION } from "#lib/cases/attention";
import type { CasesFilter } from "#lib/cases/filter";

/** How many cases a search by words may stand for. */
const MOST_FOUND = 1000;

/** The condition on `cases` that the filter stands for, seen by `actor`; undefined when it chooses every case. */
export function matching(actor: Actor, filter: CasesFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(cases.source, filter.source),
    filter.status === undefined ? undefined : eq(cases.status, filter.status),
    filter.assignee === undefined ? undefined : assignedTo(actor, filter.assignee),
    filter.attention === undefined ? undefined : ATTENTION[filter.attention](),
    // cases_held, which is partial: its condition must stand here word for word.
    filter.hold === undefined ? undefined : sql`${cases.held}`,
    filter.q === undefined ? undefined : inArray(cases.id, found(filter.q)),
  );
}

function assignedTo(actor: Actor, assignee: string): SQL {
  if (assignee === "none") return isNull(cases.assigneeId);
  return eq(cases.assigneeId, assignee === "me" ? actor.id : assignee);
}

/**
 * A union of ids, each part by its own trigram index: an `or` over two tables would read both whole. Cut, so that a word which most
 * cases share ends the search early; what one means exactly always comes through.
 */
function found(q: string): SQL {
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(
    (select c.id from cases c where c.ref_id = ${q})
    union (select c.id from cases c where c.ref_id ilike ${like} order by c.id desc limit ${MOST_FOUND})
    union (select c.id from businesses b join cases c on c.source = b.source and c.ref_id = b.ref_id
      where b.name ilike ${like} order by b.source, b.ref_id limit ${MOST_FOUND}))`;
}
