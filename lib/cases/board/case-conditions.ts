import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { casesFoundByRefId, casesFoundByWords } from "#db/case-search";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { ATTENTION } from "./attention.ts";
import type { CasesFilter } from "./filter.ts";

/**
 * The conditions on `cases` that the filter stands for, seen by `actor`: a case is chosen where one of them holds, and no two hold of one
 * case. Each goes along an index of its own, in its order, which one condition with an "or" in it could not. Undefined chooses every case.
 */
export function matching(actor: Actor, filter: CasesFilter): (SQL | undefined)[] {
  const each = filter.assignee === undefined ? [undefined] : ofPerson(actor, filter.assignee);
  return each.map((person) => and(person, matchingAnyone(actor, filter)));
}

function matchingAnyone(actor: Actor, filter: CasesFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(cases.source, filter.source),
    filter.refId === undefined ? undefined : eq(cases.refId, filter.refId),
    filter.status === undefined ? undefined : eq(cases.status, filter.status),
    filter.attention === undefined ? undefined : ATTENTION[filter.attention](filter.status),
    // cases_held, which is partial: its condition must stand here word for word.
    filter.hold === undefined ? undefined : sql`${cases.held}`,
    filter.q === undefined ? undefined : sql`(${cases.source}, ${cases.refId}) in ${foundBy(actor, filter.q)}`,
  );
}

/** What one may not see one cannot find a case by either. */
export function foundBy(actor: Actor, q: string): SQL {
  return mayReadPersonalData(actor) ? casesFoundByWords(q) : casesFoundByRefId(q);
}

/** A person's cases: those assigned to them, and others whose open follow-up is theirs. */
function ofPerson(actor: Actor, assignee: string): (SQL | undefined)[] {
  if (assignee === "none") return [isNull(cases.assigneeId)];
  const id = assignee === "me" ? actor.id : assignee;
  if (id !== actor.id && !mayReadPersonalData(actor)) return [sql`false`];
  return [
    eq(cases.assigneeId, id),
    // cases_follow_up_owner
    and(eq(cases.followUpOwnerId, id), sql`${cases.assigneeId} is distinct from ${id}`),
  ];
}
