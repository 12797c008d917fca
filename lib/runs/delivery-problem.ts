import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** The states of an effect that should have happened and did not, or may not have. */
const UNDONE = sql.raw("'not-sent', 'unknown', 'failed'");

/** The columns of a case, as SQL. */
type CaseColumns = Record<"source" | "refId" | "episode" | "status" | "removedAt", SQLWrapper>;

/** The handler of the letter to a rejected business. A letter that did not go is told apart from every other problem. */
const LETTER = sql.raw("'notify-customer'");

/**
 * Whether something of an episode was not done and waits for a person: a handler gave up on one of its events, a delivery to a destination
 * gave up, or the letter about its status was neither sent nor waived. Scalar subqueries, because the planner would turn `exists` into joins
 * over all dead runs.
 */
export function hasDeliveryProblem(of: CaseColumns, current = of.episode): SQL<boolean> {
  return sql`coalesce(${deadRun(of, current)}, ${deadDelivery(of, current)}, ${undone(of, waitsForPerson)}, false)`;
}

/** The part of it that is not the letter of a rejection. */
export function hasProblemBesideLetter(of: CaseColumns): SQL<boolean> {
  return sql`coalesce(${deadRun(of, of.episode, besideLetter(of, sql`dead.handler`))}, ${deadDelivery(of, of.episode)},
    ${undone(of, sql`${besideLetter(of, sql`undone.handler`)} and ${waitsForPerson}`)}, false)`;
}

function besideLetter({ status }: CaseColumns, handler: SQL): SQL {
  return sql`(${handler} <> ${LETTER} or ${status} <> 'REJECTED')`;
}

/** The rest: the case is rejected, and the letter that says so was neither sent nor waived and will not be tried again. */
export function hasUnsentLetter(of: CaseColumns): SQL<boolean> {
  return sql`(${of.status} = 'REJECTED' and coalesce(${deadRun(of, of.episode, sql`dead.handler = ${LETTER}`)},
    ${undone(of, sql`undone.handler = ${LETTER} and ${waitsForPerson}`)}, false))`;
}

/** Of an undone effect: a failed one that will be tried again waits for nobody. */
const waitsForPerson = sql`(undone.state <> 'failed' or (
  select true from runs as next
  where next.event_id = undone.event_id and next.handler = undone.handler and next.latest and next.state in ('queued', 'running')
  limit 1) is null)`;

/** The same without the letter of a rejection, and true also while something will be tried again: whether `gaveUp` has to stay. */
export function keepsGaveUpMark(of: CaseColumns): SQL<boolean> {
  return sql`coalesce(${deadRun(of, of.episode, besideLetter(of, sql`dead.handler`))}, ${deadDelivery(of, of.episode)},
    ${undone(of, besideLetter(of, sql`undone.handler`))}, false)`;
}

/** The same, and true also while a failed letter will be tried again: whether the case has to stay marked. */
export function keepsDeliveryMark(of: CaseColumns): SQL<boolean> {
  return sql`coalesce(${deadRun(of, of.episode)}, ${deadDelivery(of, of.episode)}, ${undone(of, sql`true`)}, false)`;
}

/** Whether the case may have a delivery problem in any episode. It is marked by this while its episodes are written. */
export function mayHaveDeliveryProblem({ source, refId }: Pick<CaseColumns, "source" | "refId">): SQL<boolean> {
  return sql`coalesce(
    (select true from runs as dead where dead.source = ${source} and dead.ref_id = ${refId} and dead.state = 'dead' and dead.latest limit 1),
    (select true from effects as undone where undone.source = ${source} and undone.ref_id = ${refId} and undone.state in (${UNDONE}) limit 1),
    false)`;
}

/** The condition of a dead run whose effect is neither done nor waived. An event without a verdict counts for the `current` episode. */
export function unsettledDeadRun(episode: SQLWrapper, current: SQLWrapper): SQL {
  return sql`dead.state = 'dead' and dead.latest and coalesce(about.episode, ${current}) = ${episode} and ${unsettled}`;
}

/** Of a dead run of a handler: what it should have done was neither done nor waived since. */
export const unsettled = sql`not exists (
  select from effects as settled
  where settled.event_id = dead.event_id and settled.handler = dead.handler and settled.state in ('done', 'waived'))`;

function deadRun({ source, refId, episode }: CaseColumns, current: SQLWrapper, and: SQL = sql`true`): SQL {
  return sql`(
    select true from runs as dead join events as about on about.id = dead.event_id
    where dead.source = ${source} and dead.ref_id = ${refId} and ${unsettledDeadRun(episode, current)} and ${and}
    limit 1)`;
}

/** The joins of `unsettledDelivery`: a run of a delivery has no event. */
export const DEAD_DELIVERIES = sql`runs as dead
  join deliveries on deliveries.id = dead.delivery_id
  join outgoing_events as about on about.id = deliveries.outgoing_event_id
  join destinations on destinations.id = deliveries.destination_id`;

/**
 * The condition of a delivery that gave up, to a destination that is not deleted. What is told of no episode counts for the `current` one.
 */
export function unsettledDelivery(episode: SQLWrapper, current: SQLWrapper): SQL {
  return sql`dead.state = 'dead' and dead.latest and destinations.deleted_at is null and coalesce(about.episode, ${current}) = ${episode}`;
}

function deadDelivery({ source, refId, episode }: CaseColumns, current: SQLWrapper): SQL {
  return sql`(
    select true from ${DEAD_DELIVERIES}
    where dead.source = ${source} and dead.ref_id = ${refId} and ${unsettledDelivery(episode, current)}
    limit 1)`;
}

/** A letter is no longer due when the case has another status since, or was emptied by retention. */
function undone({ source, refId, episode, status, removedAt }: CaseColumns, and: SQL): SQL {
  return sql`(
    select true from effects as undone join events as about on about.id = undone.event_id
    where undone.source = ${source} and undone.ref_id = ${refId} and undone.state in (${UNDONE})
      and about.episode = ${episode} and about.status = ${status} and ${removedAt} is null and ${and}
    limit 1)`;
}
