import { and, eq, gte, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { casesFoundByRefId, casesFoundByWords } from "#db/case-search";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import { reasonRule } from "#lib/cases/sender-text";
import { ATTENTION, open, raisedAgain } from "./attention.ts";
import { type CasesFilter, statusesOf } from "./filter.ts";

type Condition = SQL | undefined;

/**
 * The conditions of a filter as `actor` may use it. A case is chosen where one of them holds; several may hold for one case. Each can use
 * its own index in order, which one condition with "or" could not. Undefined chooses every case. `byTime`: the order is that of the time in
 * the status, which cases_status and cases_reason have within each status alone.
 */
export function caseConditions(actor: Actor, filter: CasesFilter, { byTime = false } = {}): Condition[] {
  const statuses = statusesOf(filter) ?? (byTime && filter.reason !== undefined ? STATUSES : undefined);
  const persons = filter.assignee === undefined ? [undefined] : assignedTo(actor, filter.assignee);
  const attentions = filter.attention?.map((one) => ATTENTION[one](onlyOf(statuses))) ?? [undefined];
  const people = persons.flatMap((person) => attentions.map((attention) => and(person, attention)));
  const rest = conditionOf(actor, filter);
  const split = byTime && people.length === 1 ? inEach(statuses) : [inAny(statuses)];
  return people.flatMap((person) => split.map((status) => and(person, status, rest)));
}

function conditionOf(actor: Actor, filter: CasesFilter): Condition {
  return and(
    filter.source === undefined ? undefined : eq(cases.source, filter.source),
    filter.refId === undefined ? undefined : eq(cases.refId, filter.refId),
    filter.due === undefined ? undefined : DUE[filter.due],
    filter.owner === undefined ? undefined : ownedBy(actor, filter.owner),
    filter.raised === undefined ? undefined : raisedAgain(),
    filter.reason === undefined ? undefined : withReason(actor, filter.reason),
    // cases_status, cases_since
    filter.inState === undefined
      ? undefined
      : sql`${cases.statusSince} <= now() - make_interval(days => ${filter.inState}::int)`,
    filter.endedFrom === undefined ? undefined : gte(cases.statusSince, sql`${filter.endedFrom}::timestamptz`),
    filter.endedTo === undefined ? undefined : lt(cases.statusSince, sql`${filter.endedTo}::timestamptz`),
    openedWithin(filter),
    // cases_held, which is partial: its condition must be repeated exactly.
    filter.hold === undefined ? undefined : sql`${cases.held}`,
    filter.q === undefined ? undefined : sql`(${cases.source}, ${cases.refId}) in ${searchMatches(actor, filter.q)}`,
  );
}

/** A search looks only in what the actor may read. */
export function searchMatches(actor: Actor, q: string): SQL {
  return mayReadPersonalData(actor) ? casesFoundByWords(q) : casesFoundByRefId(q);
}

/** cases_due_order, cases_follow_up. A follow-up without a day has the day `infinity`. */
const DUE: Record<NonNullable<CasesFilter["due"]>, SQL> = {
  late: sql`${cases.followUpDueOn} < current_date`,
  today: sql`${cases.followUpDueOn} = current_date`,
  week: sql`${cases.followUpDueOn} between current_date and current_date + 7`,
  none: sql`${cases.followUpDueOn} = 'infinity'`,
};

/** People who cannot sign in any more. */
const leavers = () =>
  sql`(select person.id from users as person where not exists (select from credentials where credentials.user_id = person.id))`;

/** The cases of a person: assigned to them, or with an open follow-up of theirs. */
function assignedTo(actor: Actor, assignee: string): Condition[] {
  if (assignee === "none") return [isNull(cases.assigneeId)];
  // cases_assignee; what has ended needs no other person. cases_follow_up_owner
  if (assignee === "left") return [and(sql`${cases.assigneeId} in ${leavers()}`, open()), ownedBy(actor, assignee)];
  const id = personOf(actor, assignee);
  if (id === undefined) return [sql`false`];
  return [
    eq(cases.assigneeId, id),
    // cases_follow_up_owner
    and(eq(cases.followUpOwnerId, id), sql`${cases.assigneeId} is distinct from ${id}`),
  ];
}

/** cases_follow_up_owner, cases_owner_due; of nobody: cases_follow_up. */
function ownedBy(actor: Actor, owner: string): Condition {
  if (owner === "none") return and(sql`${cases.followUpDueOn} is not null`, isNull(cases.followUpOwnerId));
  if (owner === "left") return sql`${cases.followUpOwnerId} in ${leavers()}`;
  const id = personOf(actor, owner);
  return id === undefined ? sql`false` : eq(cases.followUpOwnerId, id);
}

/** The id of `me` or of another person; undefined where the actor may not ask about others. */
function personOf(actor: Actor, named: string): string | undefined {
  const id = named === "me" ? actor.id : named;
  return id === actor.id || mayReadPersonalData(actor) ? id : undefined;
}

/** cases_reason. A reason that is hidden from the actor finds nothing: a match would disclose it. */
function withReason(actor: Actor, reason: string): Condition {
  return mayReadPersonalData(actor) || reasonRule(reason) !== null ? eq(cases.reason, reason) : sql`false`;
}

/** episodes_opened; the primary key of episodes where nearly all cases were opened in the period. */
function openedWithin({ openedFrom, openedTo }: CasesFilter): Condition {
  if (openedFrom === undefined && openedTo === undefined) return undefined;
  const period = and(
    openedFrom === undefined ? undefined : sql`opened.opened_at >= ${openedFrom}::timestamptz`,
    openedTo === undefined ? undefined : sql`opened.opened_at < ${openedTo}::timestamptz`,
  );
  return sql`${cases.id} in (select opened.case_id from episodes as opened where ${period})`;
}

function onlyOf(statuses: readonly CaseStatus[] | undefined): CaseStatus | undefined {
  return statuses?.length === 1 ? statuses[0] : undefined;
}

function inEach(statuses: readonly CaseStatus[] | undefined): Condition[] {
  if (statuses === undefined) return [undefined];
  return statuses.length === 0 ? [sql`false`] : statuses.map((status) => eq(cases.status, status));
}

function inAny(statuses: readonly CaseStatus[] | undefined): Condition {
  if (statuses === undefined || statuses.length < 2) return inEach(statuses)[0];
  return inArray(cases.status, [...statuses]);
}
