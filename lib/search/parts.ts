import { sql } from "drizzle-orm";
import { contains } from "#db/case-search";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { events, receipts } from "#db/schema";

/** How many of each kind a search gives. */
export const MAX_HITS = 8;
/** Notes are searched from the newest on: with so many that match among the last of them, no index is asked. */
const NEWEST_NOTES = 500;
const MAX_NOTE_CANDIDATES = 50;
/** So many names may end in the same words as the one searched. */
const MAX_NAMES = 200;
const LAST_CHARACTER = "\u{10FFFF}";

type Place = { source: string; refId: string };

/** The cases of a business that has exactly this name, two at most. By `business_words_begin`, which begins with the whole name. */
export function casesNamed(q: string): Promise<Place[]> {
  return preparedQuery<Place>(
    database(),
    sql`
    with whole as materialized (select fold_text(${q}) as name),
    candidates as materialized (
      select source, ref_id from business_words
      where words = (select left(name, 100) from whole where name <> '') limit ${MAX_NAMES})
    select c.source, c.ref_id from candidates
    join businesses b using (source, ref_id) join cases c using (source, ref_id)
    where b.folded_name = (select name from whole) order by c.id desc limit 2`,
  );
}

export type MessageHit = Pick<
  typeof events.$inferSelect,
  "source" | "messageId" | "refId" | "status" | "receivedAt" | "verdict"
>;

/** Genuine messages whose id begins with `q`, the last first. By `events_message`. */
export function messagesBeginning(q: string): Promise<MessageHit[]> {
  return preparedQuery<MessageHit>(
    database(),
    sql`
    select source, message_id, ref_id, status, received_at, verdict from events
    where message_id ~>=~ ${q} and message_id ~<~ ${q + LAST_CHARACTER}
    order by message_id using ~>~ limit ${MAX_HITS}`,
  );
}

export type RefusedHit = Pick<
  typeof receipts.$inferSelect,
  "id" | "source" | "receivedAt" | "attemptedAt" | "cause" | "bodyBytes"
> & { messageId: string };

/** Refused requests that claimed exactly this message id, the last first. By `receipts_rejected_message`. */
export function refusedClaiming(messageId: string): Promise<RefusedHit[]> {
  return preparedQuery<RefusedHit>(
    database(),
    sql`
    select id, source, message_id, received_at, attempted_at, cause, body_bytes from receipts
    where outcome = 'rejected' and message_id is not null and message_id = ${messageId}
    order by id desc limit ${MAX_HITS}`,
  );
}

export type ContactHit = Place & { name: string | null; contactEmail: string };

/** Businesses with a case whose e-mail begins with `q`. By `businesses_contact_email`. */
export function contactsBeginning(q: string): Promise<ContactHit[]> {
  return preparedQuery<ContactHit>(
    database(),
    sql`
    select b.source, b.ref_id, b.name, b.contact_email from businesses b join cases using (source, ref_id)
    where lower(b.contact_email) ~>=~ lower(${q}) and lower(b.contact_email) ~<~ (lower(${q}) || ${LAST_CHARACTER})
    order by lower(b.contact_email) using ~<~ limit ${MAX_HITS}`,
  );
}

export type NoteHit = Place & { id: number; body: string; author: string; createdAt: Date };

/** Notes that hold `q`, the last first. Where the newest have too few, by `notes_search`; a word of many notes never asks it. */
export function notesHolding(q: string): Promise<NoteHit[]> {
  const pattern = contains(q);
  return preparedQuery<NoteHit>(
    database(),
    sql`
    with newest as materialized (
      select id from (select id, body from notes order by id desc limit ${NEWEST_NOTES}) as last
      where body ilike ${pattern} order by id desc limit ${MAX_HITS}
    ), others as materialized (
      select id from notes where (select count(*) from newest) < ${MAX_HITS} and body ilike ${pattern}
      limit ${MAX_NOTE_CANDIDATES}
    )
    select c.source, c.ref_id, n.id, n.body, n.author, n.created_at from notes n join cases c on c.id = n.case_id
    where n.id in (select id from newest union select id from others) order by n.id desc limit ${MAX_HITS}`,
  );
}

export type DeliveryHit = {
  deliveryId: number;
  destinationId: string;
  destination: string;
  type: string;
  refId: string;
  createdAt: Date;
};

/** What destinations were sent under exactly this message id. By `outgoing_events_message_id_unique` and `deliveries_once`. */
export function deliveriesOf(messageId: string): Promise<DeliveryHit[]> {
  return preparedQuery<DeliveryHit>(
    database(),
    sql`
    select d.id as delivery_id, d.destination_id, t.name as destination, o.type, o.ref_id, d.created_at
    from outgoing_events o join deliveries d on d.outgoing_event_id = o.id join destinations t on t.id = d.destination_id
    where o.message_id = ${messageId} order by d.id limit ${MAX_HITS}`,
  );
}
