import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { effects, events, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";

/** How many requests that claimed the id, and how many actions of one message, are shown. */
const MAX_REFUSED = 20;
const MAX_ACTIONS = 50;

type Event = typeof events.$inferSelect;

/** A genuine message, by what came of it. */
export type AcceptedMessage = Pick<
  Event,
  | "source"
  | "messageId"
  | "refId"
  | "status"
  | "previousStatus"
  | "verdict"
  | "episode"
  | "occurredAt"
  | "receivedAt"
  | "removedAt"
> & {
  id: number;
  /** How often it came. Retention may have removed the requests: then none. */
  attempts: number;
  lastAttemptAt: Date | null;
  /** How often other bytes came under its id. */
  mismatches: number;
  /** Its case is there. */
  hasCase: boolean;
  actions: Action[];
};

/** The latest run of a handler on the message, or what was done once because of it. */
export type Action = { eventId: number; handler: string; at: Date | null } & (
  | { kind: "run"; state: (typeof runs.$inferSelect)["state"]; attempt: number; skipped: string | null }
  | { kind: "effect"; state: (typeof effects.$inferSelect)["state"] }
);

export type RefusedRequest = {
  id: number;
  source: string;
  receivedAt: Date;
  attemptedAt: Date | null;
  cause: string | null;
  bodyBytes: number;
  remoteAddress: string;
  responseStatus: number;
};

/** What is known of a message id, without bytes, headers or signatures. */
export type MessageLookup = {
  messageId: string;
  accepted: AcceptedMessage[];
  refused: RefusedRequest[];
  /** Refused requests of the last 30 days of which only the number is known: it may be one of them. */
  onlyCounted: number;
};

/** Whether a message reached us, by its exact id, and what became of it. Without any trace of it all is empty. */
export async function findMessage(actor: Actor, { messageId }: { messageId: string }): Promise<MessageLookup> {
  authorize(actor, "message:read");
  const [accepted, refused] = await Promise.all([acceptedUnder(messageId), refusedUnder(messageId)]);
  const actions = accepted.length === 0 ? [] : await actionsOf(accepted.map(({ id }) => id));
  return {
    messageId,
    accepted: accepted.map((message) => ({
      ...message,
      actions: actions.filter(({ eventId }) => eventId === message.id),
    })),
    refused,
    onlyCounted: accepted.length + refused.length === 0 ? await countUnkept() : 0,
  };
}

/** One for each source that has it. By `events_message` and `receipts_event`. */
function acceptedUnder(messageId: string) {
  return preparedQuery<Omit<AcceptedMessage, "actions">>(
    database(),
    sql`
    select e.id, e.source, e.message_id, e.ref_id, e.status, e.previous_status, e.verdict, e.episode, e.occurred_at,
      e.received_at, e.removed_at, r.attempts::int, r.last_attempt_at, r.mismatches::int, c.id is not null as has_case
    from events e
    left join cases c on c.source = e.source and c.ref_id = e.ref_id
    cross join lateral (
      select count(*) as attempts, max(received_at) as last_attempt_at,
        count(*) filter (where outcome = 'payload_mismatch') as mismatches
      from receipts where event_id = e.id) as r
    where e.message_id = ${messageId} order by e.id`,
  );
}

/** By `receipts_rejected_message`. */
function refusedUnder(messageId: string): Promise<RefusedRequest[]> {
  return preparedQuery<RefusedRequest>(
    database(),
    sql`
    select id, source, received_at, attempted_at, cause, body_bytes, remote_address, response_status from receipts
    where outcome = 'rejected' and message_id is not null and message_id = ${messageId}
    order by id desc limit ${MAX_REFUSED}`,
  );
}

/** By `runs_latest` and `effects_event`. */
function actionsOf(eventIds: readonly number[]): Promise<Action[]> {
  const ids = sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb))`;
  return preparedQuery<Action>(
    database(),
    sql`
    (select event_id, handler, 'run' as kind, state::text, attempt, skipped, coalesce(ended_at, due_at) as at, id
      from runs where latest and event_id in ${ids} order by id limit ${MAX_ACTIONS})
    union all
    (select event_id, handler, 'effect', state::text, null, null, at, id
      from effects where event_id in ${ids} order by id limit ${MAX_ACTIONS})`,
  );
}

async function countUnkept(): Promise<number> {
  const [row] = await preparedQuery<{ n: number }>(
    database(),
    sql`select coalesce(sum(counted), 0)::float8 as n from rejection_tallies where hour > now() - interval '30 days'`,
  );
  return row?.n ?? 0;
}
