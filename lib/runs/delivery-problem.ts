import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Effects that were to happen and did not, or may not have. */
const UNDONE = sql.raw("'not-sent', 'unknown', 'failed'");

/** A case's columns in SQL. */
type CaseColumns = Record<"source" | "refId" | "episode" | "status" | "removedAt", SQLWrapper>;

/**
 * Whether something of the case's present episode, or of another than `current`, was not done and waits for a person: a handler gave up
 * on one of its events, or a letter about where it stands did not go and was not waived. Scalars: the planner cannot turn them into joins
 * over all dead runs.
 */
export function hasDeliveryProblem(of: CaseColumns, current = of.episode): SQL<boolean> {
  // A letter that is about to be tried again waits for nobody.
  const triedAgain = sql`(
    select true from runs as next
    where next.event_id = undone.event_id and next.handler = undone.handler and next.latest and next.state in ('queued', 'running')
    limit 1)`;
  return sql`coalesce(${deadRun(of, current)}, ${undone(of, sql`(undone.state <> 'failed' or ${triedAgain} is null)`)}, false)`;
}

/** The same, and true also while a failed letter is about to be tried again: whether the case's mark has to stay. */
export function keepsDeliveryMark(of: CaseColumns): SQL<boolean> {
  return sql`coalesce(${deadRun(of, of.episode)}, ${undone(of, sql`true`)}, false)`;
}

/** Whether the case may have a delivery problem in any episode: what it is marked by while its episodes are being written. */
export function mayHaveDeliveryProblem({ source, refId }: Pick<CaseColumns, "source" | "refId">): SQL<boolean> {
  return sql`coalesce(
    (select true from runs as dead where dead.source = ${source} and dead.ref_id = ${refId} and dead.state = 'dead' and dead.latest limit 1),
    (select true from effects as undone where undone.source = ${source} and undone.ref_id = ${refId} and undone.state in (${UNDONE}) limit 1),
    false)`;
}

/** A handler that gave up although what it was to do is done, or need not be, keeps nobody waiting. */
export function unsettledDeadRun(episode: SQLWrapper, current: SQLWrapper): SQL {
  return sql`dead.state = 'dead' and dead.latest and coalesce(about.episode, ${current}) = ${episode} and not exists (
    select from effects as settled
    where settled.event_id = dead.event_id and settled.handler = dead.handler and settled.state in ('done', 'waived'))`;
}

/** An event that is not placed yet counts for the present episode. */
function deadRun({ source, refId, episode }: CaseColumns, current: SQLWrapper): SQL {
  return sql`(
    select true from runs as dead join events as about on about.id = dead.event_id
    where dead.source = ${source} and dead.ref_id = ${refId} and ${unsettledDeadRun(episode, current)}
    limit 1)`;
}

/** A letter whose event the case has left behind is due no more, nor is one that retention took. */
function undone({ source, refId, episode, status, removedAt }: CaseColumns, and: SQL): SQL {
  return sql`(
    select true from effects as undone join events as about on about.id = undone.event_id
    where undone.source = ${source} and undone.ref_id = ${refId} and undone.state in (${UNDONE})
      and about.episode = ${episode} and about.status = ${status} and ${removedAt} is null and ${and}
    limit 1)`;
}
