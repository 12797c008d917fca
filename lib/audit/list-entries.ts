import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { EntriesFilter } from "./filter.ts";
import { type PersonalText, withPersonalTexts } from "./personal-texts.ts";
import { recordRead } from "./record-read.ts";

export type Entry = typeof auditEntries.$inferSelect & { words: Record<string, PersonalText> };

/** The entries of the filter, the newest first; `before` is the id of the last entry of the page before. */
export async function listEntries(
  actor: Actor,
  filter: EntriesFilter,
  page: { before?: number | undefined; limit?: number } = {},
): Promise<{ entries: Entry[]; next: number | null }> {
  authorize(actor, "audit:read");
  recordRead(actor, { what: "audit" });
  const { before, limit = 50 } = page;
  const found = await database()
    .select()
    .from(auditEntries)
    .where(and(...entryConditions(filter), before === undefined ? undefined : lt(auditEntries.id, before)))
    .orderBy(desc(auditEntries.id))
    .limit(limit + 1);
  const entries = await withPersonalTexts(found.slice(0, limit));
  return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
}

/** Every actor of the log, by kind and id, with the name in their newest entry. Reads one index entry for each. */
export async function listActors(actor: Actor): Promise<{ kind: string; id: string; label: string }[]> {
  authorize(actor, "audit:read");
  return database().execute<{ kind: string; id: string; label: string }>(sql`
    with recursive known as (
      (select actor_kind, actor_id from audit_entries order by actor_kind, actor_id limit 1)
      union all
      select next.actor_kind, next.actor_id from known cross join lateral (
        select actor_kind, actor_id from audit_entries
        where (actor_kind, actor_id) > (known.actor_kind, known.actor_id)
        order by actor_kind, actor_id limit 1) as next)
    select actor_kind as kind, actor_id as id, newest.actor_label as label
    from known cross join lateral (
      select actor_label from audit_entries
      where actor_kind = known.actor_kind and actor_id = known.actor_id order by id desc limit 1) as newest
    order by actor_kind, lower(newest.actor_label), actor_id limit 500`);
}

function entryConditions(filter: EntriesFilter): (SQL | undefined)[] {
  const [actorKind = "", actorId = ""] = split(filter.actor);
  const [subjectKind = "", subjectId = ""] = split(filter.subject);
  return [
    filter.actor
      ? and(eq(auditEntries.actorKind, actorKind as Entry["actorKind"]), eq(auditEntries.actorId, actorId))
      : undefined,
    filter.action ? eq(auditEntries.action, filter.action) : undefined,
    filter.subject ? and(eq(auditEntries.subjectKind, subjectKind), eq(auditEntries.subjectId, subjectId)) : undefined,
    filter.case ? aboutCase(filter.case) : undefined,
    filter.from ? gte(auditEntries.at, new Date(filter.from)) : undefined,
    filter.to ? and(lt(auditEntries.at, new Date(filter.to)), notLongAfter(filter.to)) : undefined,
  ];
}

/** Of each subject an index has the entries. They are gathered first, because PostgreSQL would rather walk the whole log in its order. */
function aboutCase(name: string): SQL {
  const slash = name.indexOf("/");
  const [source, refId] = [name.slice(0, slash), name.slice(slash + 1)];
  return sql`${auditEntries.id} = any(array(
    select entries.id from (
      select 'case' as kind, ${name} as id
      union all select 'business', ${refId}
      union all select 'event', message_id from events where source = ${source} and ref_id = ${refId}
      union all select 'delivery', deliveries.id::text from outgoing_events
        join deliveries on deliveries.outgoing_event_id = outgoing_events.id
        where outgoing_events.source = ${source} and outgoing_events.ref_id = ${refId}
    ) as subjects
    join audit_entries as entries on entries.subject_kind = subjects.kind and entries.subject_id = subjects.id
      and coalesce(entries.detail->>'source', ${source}) = ${source}))`;
}

/**
 * Ids ascend with the times, which PostgreSQL does not know: by id alone it would read every entry since. This starts it near the time,
 * with an hour to spare for a clock that was set back.
 */
function notLongAfter(time: string): SQL {
  return sql`${auditEntries.id} <= (
    select id from audit_entries where at < ${time}::timestamptz + interval '1 hour' order by at desc limit 1)`;
}

function split(pair: string | undefined): [string?, string?] {
  const colon = pair?.indexOf(":") ?? -1;
  return pair ? [pair.slice(0, colon), pair.slice(colon + 1)] : [];
}
