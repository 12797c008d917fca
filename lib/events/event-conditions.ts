import { and, eq, gte, isNull, lt, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { casesFoundByWords } from "#db/case-search";
import { events, runs } from "#db/schema";
import { type EventsFilter, RUN_STATE_CHOICES, VERDICT_CHOICES } from "./filter.ts";

/** How many messages a search may find by the beginning of their id. */
const MAX_MESSAGES = 1000;

const COMMON_TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];
/** The condition of the index `events_rare_type`, word for word and without parameters. */
const rareType = () => sql`${events.type} not in (${sql.raw(COMMON_TYPES.map((type) => `'${type}'`).join(", "))})`;

/** The filter as a condition on `events`; undefined when it chooses every event. */
export function eventConditions(filter: EventsFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(events.source, filter.source),
    filter.refId === undefined ? undefined : and(ofAnySource(events.source), eq(events.refId, filter.refId)),
    filter.type === undefined ? undefined : typeIs(filter.type),
    verdictIs(filter.verdict),
    runStateIs(filter.runState),
    filter.messageId === undefined ? undefined : startsWith(filter.messageId),
    filter.q === undefined ? undefined : sql`${events.id} = any(array${foundBy(filter.q)})`,
    filter.from === undefined ? undefined : gte(events.receivedAt, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(events.receivedAt, new Date(filter.to)),
  );
}

/** True for every event. It lets a query use the index `events_case`, whose first column is the source. */
function ofAnySource(source: SQLWrapper): SQL {
  return sql`${source} = any(array(select slug from sources))`;
}

function typeIs(type: string): SQL | undefined {
  return and(eq(events.type, type), COMMON_TYPES.includes(type) ? undefined : rareType());
}

function verdictIs(verdict: EventsFilter["verdict"]): SQL | undefined {
  if (verdict === undefined) return undefined;
  return verdict === "unplaced"
    ? isNull(events.verdict)
    : sql`${events.verdict} = ${literal(verdict, VERDICT_CHOICES)}`;
}

/** One of `choices` as a literal: a partial index does not match a parameter under a prepared plan. */
function literal<T extends string>(chosen: T, choices: readonly T[]): SQL {
  if (!choices.includes(chosen)) throw new Error(`${chosen} is none of ${choices.join(", ")}`);
  return sql.raw(`'${chosen}'`);
}

/** A prefix as a range, because under a prepared plan `like` does not use the byte-ordered index. */
function startsWith(prefix: string): SQL {
  return sql`(${events.messageId} ~>=~ ${prefix} and ${events.messageId} ~<~ ${`${prefix}\u{10FFFF}`})`;
}

function runStateIs(state: EventsFilter["runState"]): SQL | undefined {
  if (state === undefined) return undefined;
  // A delivery has no event.
  const inState = sql`from ${runs} where ${runs.latest} and ${runs.state} = ${literal(state, RUN_STATE_CHOICES)}
    and ${runs.eventId} is not null`;
  switch (state) {
    // Nearly every event has a run that succeeded. The scalar subquery checks event by event: the planner cannot make it a join over
    // all runs.
    case "succeeded":
      return sql`(select true ${inState} and ${runs.eventId} = ${events.id} limit 1)`;
    // Runs and events are both in the order of the event, so PostgreSQL merges them.
    case "skipped":
      return sql`${events.id} in (select ${runs.eventId} ${inState})`;
    // Few, and maybe old: collected first as an array. A join would read every event down to the first of them.
    default:
      return sql`${events.id} = any(array(select ${runs.eventId} ${inState}))`;
  }
}

/**
 * A union of ids, each part by its own index; `any(array…)` looks them up by primary key, while `or` would read the whole table. The
 * limit is in the order of a key, so that a prefix of every message id ends early and finds the same, newest messages each time.
 */
function foundBy(q: string): SQL {
  return sql`(
    (select e.id from events e where e.message_id ~>=~ ${q} and e.message_id ~<~ ${`${q}\u{10FFFF}`}
      order by e.message_id using ~>~ limit ${MAX_MESSAGES})
    union select e.id from events e where ${ofAnySource(sql`e.source`)} and e.ref_id = ${q}
    union select e.id from events e where (e.source, e.ref_id) in ${casesFoundByWords(q)})`;
}
