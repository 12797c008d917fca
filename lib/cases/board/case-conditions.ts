import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { casesFoundByRefId, casesFoundByWords } from "#db/case-search";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { ATTENTION } from "./attention.ts";
import type { CasesFilter } from "./filter.ts";

/**
 * The conditions of a filter as `actor` may use it. A case is chosen where one of them holds; no two hold for one case. Each can use its own
 * index in order, which one condition with "or" could not. Undefined chooses every case.
 */
export function caseConditions(actor: Actor, filter: CasesFilter): (SQL | undefined)[] {
  const each = filter.assignee === undefined ? [undefined] : assignedTo(actor, filter.assignee);
  return each.map((person) => and(person, conditionOf(actor, filter)));
}

function conditionOf(actor: Actor, filter: CasesFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(cases.source, filter.source),
    filter.refId === undefined ? undefined : eq(cases.refId, filter.refId),
    filter.status === undefined ? undefined : eq(cases.status, filter.status),
    filter.attention === undefined ? undefined : ATTENTION[filter.attention](filter.status),
    // cases_held, which is partial: its condition must be repeated exactly.
    filter.hold === undefined ? undefined : sql`${cases.held}`,
    filter.q === undefined ? undefined : sql`(${cases.source}, ${cases.refId}) in ${searchMatches(actor, filter.q)}`,
  );
}

/** A search looks only in what the actor may read. */
export function searchMatches(actor: Actor, q: string): SQL {
  return mayReadPersonalData(actor) ? casesFoundByWords(q) : casesFoundByRefId(q);
}

/** The cases of a person: assigned to them, or with an open follow-up of theirs. */
function assignedTo(actor: Actor, assignee: string): (SQL | undefined)[] {
  if (assignee === "none") return [isNull(cases.assigneeId)];
  const id = assignee === "me" ? actor.id : assignee;
  if (id !== actor.id && !mayReadPersonalData(actor)) return [sql`false`];
  return [
    eq(cases.assigneeId, id),
    // cases_follow_up_owner
    and(eq(cases.followUpOwnerId, id), sql`${cases.assigneeId} is distinct from ${id}`),
  ];
}
