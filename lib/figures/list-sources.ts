import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "#lib/actor";
import { HARMLESS_REASONS } from "#lib/cases/sender-text";
import { may } from "#lib/permissions";
import { OUTCOME } from "./hourly-sources.ts";
import type { ListFilter } from "./list-behind.ts";
import { mayReadReasons, OTHERS } from "./read-overview.ts";

const MOVED = sql.raw("verdict in ('applied', 'gap', 'late')");
const KNOWN_TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];
const CODE = sql.raw("case when episodes.reason ~ '^[A-Z][A-Z0-9_]{0,63}$' then episodes.reason else '' end");

/** The rows that a number counts: id, at, source, ref_id, what, n and message_id. The same conditions as the figure is counted by. */
export function rowsOf(actor: Actor, filter: ListFilter): SQL {
  const of = (source: SQL) => (filter.source === undefined ? sql`` : sql`and ${source} = ${filter.source}`);
  return LISTS[filter.figure]({ ...filter, label: filter.label ?? "", actor, of });
}

type Asked = ListFilter & { label: string; actor: Actor; of: (source: SQL) => SQL };

function between(column: SQL, { from, to }: ListFilter): SQL {
  return sql`${column} >= ${from}::timestamptz and ${column} < ${to}::timestamptz`;
}

function rights(actor: Actor, permission: Parameters<typeof may>[1]): boolean {
  return (actor.kind === "user" || actor.kind === "token") && may(actor.role, permission);
}

const LISTS: Record<ListFilter["figure"], (asked: Asked) => SQL> = {
  events: (asked) => sql`
    select id, received_at as at, source, ref_id, ${typeShown(asked.actor)} as what, 1 as n, ${messageId(asked.actor)} as message_id
    from events where ${between(sql`received_at`, asked)} ${asked.of(sql`source`)}
      ${asked.label ? sql`and type = ${asked.label}` : sql``}`,
  // Counted by hour and address: the address is not shown here.
  refusals: (asked) => sql`
    select row_number() over (order by hour, source, cause) as id, hour as at, source, null as ref_id, cause as what,
      sum(kept + counted) as n, null as message_id
    from rejection_tallies where ${between(sql`hour`, asked)} ${asked.of(sql`source`)}
      ${asked.label ? sql`and cause = ${asked.label}` : sql``}
    group by hour, source, cause`,
  // runs_ended
  runs: (asked) => {
    const { name, outcomes } = outcomesOf(asked.label);
    return sql`
    select runs.id, ended_at as at, source, ref_id, handler || '/' || ${OUTCOME} as what, 1 as n, null as message_id
    from runs where ${between(sql`ended_at`, asked)} and ended_at is not null and delivery_id is null ${asked.of(sql`source`)}
      and handler = ${name} and ${OUTCOME} = any(string_to_array(${outcomes}, ','))`;
  },
  // delivery_attempts_at
  deliveries: (asked) => {
    const { name, outcomes } = outcomesOf(asked.label);
    const one = rights(asked.actor, "destination:read") && name !== OTHERS;
    return sql`
    select runs.id, delivery_attempts.at, source, nullif(ref_id, '') as ref_id,
      case when succeeded then 'succeeded' else 'failed' end as what, 1 as n, null as message_id
    from delivery_attempts join runs on runs.id = run_id
    where ${between(sql`delivery_attempts.at`, asked)} and not test ${asked.of(sql`source`)}
      ${one ? sql`and destination_id::text = ${name}` : sql``}
      and case when succeeded then 'succeeded' else 'failed' end = any(string_to_array(${outcomes}, ','))`;
  },
  // episodes_opened
  onboardings: (asked) => {
    const [statuses = "", reviewed] = asked.label.split("/");
    return sql`
    ${episode(sql`opened_at`)} where ${between(sql`opened_at`, asked)} ${asked.of(sql`cases.source`)}
      ${statuses ? sql`and episodes.status::text = any(string_to_array(${statuses}, ','))` : sql``}
      ${reviewed ? sql`and ${wasInReview}` : sql``}`;
  },
  moves: (asked) => movedTo(asked),
  stays: (asked) => sql`${movedTo(asked)} and not ${isThere}`,
  running: (asked) => sql`${movedTo(asked)} and ${isThere}`,
  // episodes_decided
  reasons: (asked) => sql`
    ${episode(sql`episodes.status_since`)} where ${between(sql`episodes.status_since`, asked)} ${asked.of(sql`cases.source`)}
      and episodes.status in ('COMPLETED', 'REJECTED') and episodes.status = 'REJECTED' ${withReason(asked)}`,
  "follow-ups": (asked) => {
    const column = asked.label === "done" ? sql`resolved_at` : sql`created_at`;
    return sql`
    select follow_ups.id, ${column} as at, cases.source, cases.ref_id, ${asked.label === "done" ? "done" : "opened"}::text as what, 1 as n,
      null as message_id
    from follow_ups join cases on cases.id = case_id where ${between(column, asked)} ${asked.of(sql`cases.source`)}`;
  },
  // effects_letters
  letters: (asked) => sql`
    select id, at, source, ref_id, state::text as what, 1 as n, null as message_id from effects
    where handler = 'notify-customer' and ${between(sql`at`, asked)} ${asked.of(sql`source`)}
      ${asked.label ? sql`and state::text = any(string_to_array(${asked.label}, ','))` : sql``}`,
};

function typeShown(actor: Actor): SQL {
  if (rights(actor, "business:read")) return sql`type`;
  return sql`case when type = any(string_to_array(${KNOWN_TYPES.join(",")}, ',')) then type else 'another type' end`;
}

function messageId(actor: Actor): SQL {
  return rights(actor, "event:read") ? sql`message_id` : sql`null`;
}

/** `update-case/failed,dead`: a name that may hold slashes, and outcomes. */
function outcomesOf(label: string): { name: string; outcomes: string } {
  const at = label.lastIndexOf("/");
  return { name: label.slice(0, at), outcomes: label.slice(at + 1) };
}

function episode(at: SQL): SQL {
  return sql`
    select case_id * 1000 + number as id, ${at} as at, cases.source, cases.ref_id, episodes.status::text as what, 1 as n, null as message_id
    from episodes join cases on cases.id = case_id`;
}

const wasInReview = sql`exists (
  select from events where events.source = cases.source and events.ref_id = cases.ref_id and events.episode = episodes.number
    and events.status = 'IN_REVIEW' and ${MOVED})`;

/** Events that brought a case to a status. By events_received: none is received long before its own clock. */
function movedTo(asked: Asked): SQL {
  return sql`
    select events.id, events.occurred_at as at, events.source, events.ref_id, events.status::text as what, 1 as n,
      ${messageId(asked.actor)} as message_id
    from events where received_at >= ${asked.from}::timestamptz - interval '1 day' and ${between(sql`occurred_at`, asked)}
      ${asked.of(sql`events.source`)} and ${MOVED} and events.status::text = ${asked.label}`;
}

/** The case is still where the event brought it. */
const isThere = sql`exists (
  select from cases where cases.source = events.source and cases.ref_id = events.ref_id and cases.episode = events.episode
    and cases.status = events.status and cases.status_event_id = events.id)`;

function withReason({ label, actor }: Asked): SQL {
  if (label === OTHERS) return sql`and ${CODE} <> all(string_to_array(${[...HARMLESS_REASONS].join(",")}, ','))`;
  // A reason that may hold personal data is found by nobody who may not read it.
  if (!mayReadReasons(actor) && !HARMLESS_REASONS.has(label)) return sql`and false`;
  return sql`and ${CODE} = ${label}`;
}
