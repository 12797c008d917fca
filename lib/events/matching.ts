import { and, eq, gte, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { events, runs } from "#db/schema";
import type { EventsFilter } from "#lib/events/filter";

/** How many refIds a search by words may stand for; the first in alphabetical order. */
const MOST_REFS = 1000;

/** The condition on `events` that the filter stands for; undefined when it chooses every event. */
export function matching(filter: EventsFilter): SQL | undefined {
  return and(
    filter.source === undefined ? undefined : eq(events.source, filter.source),
    filter.refId === undefined ? undefined : eq(events.refId, filter.refId),
    filter.type === undefined ? undefined : eq(events.type, filter.type),
    verdictIs(filter.verdict),
    filter.runState === undefined
      ? undefined
      : sql`${events.id} in (select ${runs.eventId} from ${runs} where ${runs.latest} and ${runs.state} = ${filter.runState})`,
    filter.messageId === undefined ? undefined : startsWith(filter.messageId),
    filter.q === undefined ? undefined : inArray(events.id, found(filter.q)),
    filter.from === undefined ? undefined : gte(events.receivedAt, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(events.receivedAt, new Date(filter.to)),
  );
}

function verdictIs(verdict: EventsFilter["verdict"]): SQL | undefined {
  if (verdict === undefined) return undefined;
  return verdict === "unplaced" ? isNull(events.verdict) : eq(events.verdict, verdict);
}

/** A prefix as a range, which the byte-ordered index serves under a prepared plan too; `like` would lose it there. */
function startsWith(prefix: string): SQL {
  return sql`(${events.messageId} ~>=~ ${prefix} and ${events.messageId} ~<~ ${`${prefix}\u{10FFFF}`})`;
}

/** A union of ids, one index each: an `or` over these would read the whole table. */
function found(q: string): SQL {
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(
    select e.id from events e where e.message_id ~>=~ ${q} and e.message_id ~<~ ${`${q}\u{10FFFF}`}
    union select e.id from events e where e.ref_id = ${q}
    union select e.id from events e where e.ref_id in (
      select ref_id from (
        select c.ref_id from cases c where c.ref_id ilike ${like}
        union select b.ref_id from businesses b where b.name ilike ${like}
      ) named order by ref_id limit ${MOST_REFS}))`;
}
