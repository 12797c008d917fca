import { setImmediate } from "node:timers/promises";
import { getTableName } from "drizzle-orm";
import type postgres from "postgres";
import { users } from "#db/access-schema";
import { auditWords } from "#db/audit-schema";
import { connect } from "#db/connect";
import { LOCKS } from "#db/locks";
import {
  auditEntries,
  businesses,
  businessWords,
  cases,
  effects,
  episodes,
  events,
  followUps,
  letters,
  notes,
  receipts,
  rejectionTallies,
  runs,
  sourceSecrets,
} from "#db/schema";
import { CHAIN_START } from "#lib/audit/chain";
import { createIndexes, dropIndexes } from "#tools/harness/deferred-indexes";
import { AuditChain } from "./audit-chain.ts";
import { addBusiness, type Business, businessOf } from "./business-rows.ts";
import { addCase } from "./case-rows.ts";
import { addMessage } from "./event-rows.ts";
import { arrivalsOf, type Frame, type Life } from "./generate-messages.ts";
import { addActs, addPeople, assigneeOf, PEOPLE } from "./people-rows.ts";
import { addRejections } from "./rejection-rows.ts";
import { Rows } from "./row-writer.ts";
import { addRuns } from "./run-rows.ts";
import { addSecrets } from "./secret-rows.ts";
import { type Desk, NUMBERED, type Numbered } from "./seed-context.ts";

/** What is referred to comes before what refers to it. */
const TABLES = [
  ...[users, sourceSecrets, events, receipts, runs, cases, episodes, businesses, effects, letters],
  ...[followUps, notes, rejectionTallies, auditEntries, auditWords],
];

/** Messages that are held in memory until they are written. */
const TOGETHER = 10_000;
/** Messages between two looks at what the connection has to say. */
const A_TURN = 100;
const MESSAGES_A_REJECTION = 400;

export type Planting = Frame & { source: string; force: boolean };
/** Rows written, by table. */
export type Planted = ReadonlyMap<string, number>;

/**
 * Fills the database at `url` in one transaction. Throws one plain sentence when it already holds events and `force` is not given, or
 * has no such source.
 */
export async function plant(url: string, planting: Planting, say: (line: string) => void): Promise<Planted> {
  const client = connect(url);
  try {
    const planted = await client.begin(async (tx) => {
      await assertPlantable(tx, planting);
      const rows = new Rows(tx, TABLES);
      const desk = await openDesk(tx, rows, planting);
      const indexes = await dropIndexes(tx, [...TABLES, businessWords].map(getTableName));
      // Row by row, and without indexes, they would take most of the time.
      for (const [table, trigger] of TELLING) await tx`alter table ${tx(table)} disable trigger ${tx(trigger)}`;
      await plantLives(desk, planting, say);
      await moveSequences(tx);
      await tell(tx);
      for (const [table, trigger] of TELLING) await tx`alter table ${tx(table)} enable trigger ${tx(trigger)}`;
      say("Making the indexes.");
      await createIndexes(tx, indexes);
      return rows.counts();
    });
    say("Vacuuming.");
    await client.unsafe("vacuum analyze");
    return planted;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function assertPlantable(tx: postgres.TransactionSql, { source, force }: Planting): Promise<void> {
  const [found] = await tx`
    select exists (select from events) as full, exists (select from sources where slug = ${source}) as known`;
  if (found?.full && !force) throw new Error("This database holds events. Give --force to add made-up ones to them.");
  if (!found?.known) throw new Error(`There is no source ${source}.`);
}

/** Begins where the database's ids and audit log end, and holds the log until the transaction ends. */
async function openDesk(tx: postgres.TransactionSql, rows: Rows, { source, until, often }: Planting): Promise<Desk> {
  await tx`select pg_advisory_xact_lock(${LOCKS.auditChain})`;
  const [head] = await tx`select id, hash from audit_entries order by id desc limit 1`;
  const last = new Map<Numbered, number>();
  for (const table of NUMBERED) {
    const [row] = await tx`select coalesce(max(id), 0)::float8 as id from ${tx(table)}`;
    last.set(table, row?.id);
  }
  const nextId = (table: Numbered) => {
    const id = (last.get(table) ?? 0) + 1;
    last.set(table, id);
    return id;
  };
  const audit = new AuditChain(rows, { id: Number(head?.id ?? 0), hash: head?.hash ?? CHAIN_START });
  const desk: Desk = { source, until, often, rows, audit, nextId };
  const [known] = await tx`
    select exists (select from users where id = ${PEOPLE[0]?.id ?? ""}) as people,
      exists (select from source_secrets where source = ${source} and sealed is null) as secrets`;
  if (!known?.people) addPeople(desk);
  if (!known?.secrets) addSecrets(desk);
  return desk;
}

type UnderWay = { refId: string; business: Business; eventIds: number[] };

async function plantLives(desk: Desk, frame: Planting, say: (line: string) => void): Promise<void> {
  addRejections(desk, { ...frame, count: Math.ceil((frame.often * frame.events) / MESSAGES_A_REJECTION) });
  // An id that no case gets: the numbers in the refIds go on from it, so that no two plantings share one.
  const firstCase = desk.nextId("cases");
  const underWay = new Map<number, UnderWay>();
  // PostgreSQL writes what is there while the next rows are made up.
  let writing = Promise.resolve();
  let placed = 0;
  for (const { life, nth } of arrivalsOf(frame)) {
    const one = underWay.get(life.n) ?? begun(firstCase + life.n, life, frame.seed);
    underWay.set(life.n, one);
    const event = addMessage(desk, one.refId, life, nth);
    one.eventIds.push(event.id);
    addRuns({ desk, event, refId: one.refId, business: one.business, random: life.random });
    if (one.eventIds.length === life.arrivals.length) {
      endLife(desk, life, one);
      underWay.delete(life.n);
    }
    placed += 1;
    desk.audit.writeUntil(event.receivedAt);
    if (placed % A_TURN === 0) await setImmediate();
    if (placed % TOGETHER === 0) {
      await writing;
      writing = desk.rows.flush();
      // Whether it failed is asked before the next.
      writing.catch(() => {});
    }
    if (placed % (25 * TOGETHER) === 0) say(`${placed} events`);
  }
  await writing;
  desk.audit.writeUntil(desk.until);
  await desk.rows.flush();
}

function begun(number: number, life: Life, seed: number): UnderWay {
  return { refId: `biz-${String(number).padStart(7, "0")}`, business: businessOf(life.n, seed), eventIds: [] };
}

/** What stands once a case's last message is there. */
function endLife(desk: Desk, life: Life, { refId, business, eventIds }: UnderWay): void {
  addBusiness(desk, refId, life, business);
  const assignee = life.projection.current && assigneeOf(life.random, life.projection.current.status, desk.often);
  const stored = addCase(desk, refId, life, { eventIds, assigneeId: assignee?.id ?? null });
  if (stored) addActs(desk, stored, assignee, life.random);
}

/** Triggers that keep what follows from a row elsewhere. */
const TELLING = [
  ["follow_ups", "follow_ups_tell_case"],
  ["runs", "runs_added_tell_case"],
  ["effects", "effects_added_tell_case"],
  ["businesses", "businesses_words_added"],
] as const;

/** What the triggers would have done, at once. */
async function tell(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    update cases set follow_up_due_on = coalesce(follow_ups.due_on, 'infinity'), follow_up_owner_id = follow_ups.owner_id
    from follow_ups where follow_ups.case_id = cases.id and resolved_at is null and follow_up_due_on is null`;
  await tx`
    update cases set undelivered = true
    from (
      select source, ref_id from runs where state = 'dead' and latest
      union select source, ref_id from effects where state in ('not-sent', 'unknown', 'failed')
    ) as waiting
    where cases.source = waiting.source and cases.ref_id = waiting.ref_id and not undelivered`;
  await tx`
    insert into business_words (source, ref_id, words)
    select source, ref_id, words from businesses, words_of_name(folded_name) as words where folded_name is not null
    on conflict do nothing`;
}

async function moveSequences(tx: postgres.TransactionSql): Promise<void> {
  for (const table of NUMBERED) {
    await tx`select setval(pg_get_serial_sequence(${table}, 'id'), greatest((select max(id) from ${tx(table)}), 1))`;
  }
}
