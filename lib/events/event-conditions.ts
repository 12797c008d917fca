import { and, eq, gte, isNull, lt, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { casesFoundByWords } from "#db/case-search";
import { events, runs } from "#db/schema";
import { type EventsFilter, RUN_STATE_CHOICES, VERDICT_CHOICES } from "./filter.ts";

/** How many messages a search by words may stand for, by the beginning of their id. */
const MAX_MESSAGES = 1000;

const COMMON_TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];
/** The condition of `events_rare_type`: it must stand here word for word, and without parameters. */
const rareType = () => sql`${events.type} not in (${sql.raw(COMMON_TYPES.map((type) => `'${type}'`).join(", "))})`;

/** The condition on `events` that the filter stands for; undefined when it chooses every event. */
export function matching(filter: EventsFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(events.source, filter.source),
    filter.refId === undefined ? undefined : and(ofAnySource(events.source), eq(events.refId, filter.refId)),
    filter.type === undefined ? undefined : typeIs(filter.type),
    verdictIs(filter.verdict),
    runStateIs(filter.runState),
    filter.messageId === undefined ? undefined : startsWith(filter.messageId),
    filter.q === undefined ? undefined : sql`${events.id} = any(array${found(filter.q)})`,
    filter.from === undefined ? undefined : gte(events.receivedAt, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(events.receivedAt, new Date(filter.to)),
  );
}

/** Says nothing, but gives `events_case`, which begins with the source, its first column. */
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

/** One of `choices`, not as a parameter: a partial index must match under a prepared plan too. */
function literal<T extends string>(chosen: T, choices: readonly T[]): SQL {
  if (!choices.includes(chosen)) throw new Error(`${chosen} is none of ${choices.join(", ")}`);
  return sql.raw(`'${chosen}'`);
}

/** A prefix as a range, which the byte-ordered index serves under a prepared plan too; `like` would lose it there. */
function startsWith(prefix: string): SQL {
  return sql`(${events.messageId} ~>=~ ${prefix} and ${events.messageId} ~<~ ${`${prefix}\u{10FFFF}`})`;
}

function runStateIs(state: EventsFilter["runState"]): SQL | undefined {
  if (state === undefined) return undefined;
  const inState = sql`from ${runs} where ${runs.latest} and ${runs.state} = ${literal(state, RUN_STATE_CHOICES)}`;
  switch (state) {
    // Nearly every event has a run that succeeded, and no index leads to those: ask event by event down the list, by a scalar, which the
    // planner cannot turn into a join over all runs.
    case "succeeded":
      return sql`(select true ${inState} and ${runs.eventId} = ${events.id} limit 1)`;
    // Both lists are in the order of the event: they are merged.
    case "skipped":
      return sql`${events.id} in (select ${runs.eventId} ${inState})`;
    // Few, and maybe long ago: gathered first, as an array. As a join it reads every event down to the first of them.
    default:
      return sql`${events.id} = any(array(select ${runs.eventId} ${inState}))`;
  }
}

/**
 * A union of ids, given as an array, which is looked up by the primary key: joined, every event down to the oldest of them would be read.
 * Each part by its own index: an `or` over these would read the whole table. Cut in the order of a key, so that a word
 * which most cases share, or the beginning of every message id, ends the search early, and the same is found each time. Message ids
 * begin with their time: of those the newest come through.
 */
function found(q: string): SQL {
  return sql`(
    (select e.id from events e where e.message_id ~>=~ ${q} and e.message_id ~<~ ${`${q}\u{10FFFF}`}
      order by e.message_id using ~>~ limit ${MAX_MESSAGES})
    union select e.id from events e where ${ofAnySource(sql`e.source`)} and e.ref_id = ${q}
    union select e.id from events e where (e.source, e.ref_id) in ${casesFoundByWords(q)})`;
}
