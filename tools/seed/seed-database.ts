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
import { type GeneratedCase, type GenerateOptions, generateMessages } from "./generate-messages.ts";
import { addActs, addPeople, assigneeOf, PEOPLE } from "./people-rows.ts";
import { addRejections } from "./rejection-rows.ts";
import { RowWriter } from "./row-writer.ts";
import { addRuns } from "./run-rows.ts";
import { addSecrets } from "./secret-rows.ts";
import { NUMBERED, type Numbered, type SeedContext } from "./seed-context.ts";

/** Referenced tables come first. */
const TABLES = [
  ...[users, sourceSecrets, events, receipts, runs, cases, episodes, businesses, effects, letters],
  ...[followUps, notes, rejectionTallies, auditEntries, auditWords],
];

/** Messages that are held in memory between two writes. */
const FLUSH_EVERY = 10_000;
/** Messages between two yields to the event loop, which reads the connection. */
const YIELD_EVERY = 100;
const MESSAGES_PER_REJECTION = 400;

export type SeedOptions = GenerateOptions & { source: string; force: boolean };
/** The number of rows written, by table. */
export type SeededCounts = ReadonlyMap<string, number>;

/** Fills the database at `url` in one transaction. Throws one plain sentence when it holds events without `force`, or lacks the source. */
export async function seedDatabase(
  url: string,
  options: SeedOptions,
  log: (line: string) => void,
): Promise<SeededCounts> {
  const client = connect(url);
  try {
    const seeded = await client.begin(async (tx) => {
      await assertSeedable(tx, options);
      const rows = new RowWriter(tx, TABLES);
      const context = await openContext(tx, rows, options);
      const indexes = await dropIndexes(tx, [...TABLES, businessWords].map(getTableName));
      // For each row, and without indexes, the triggers would take most of the time.
      for (const [table, trigger] of DERIVING_TRIGGERS)
        await tx`alter table ${tx(table)} disable trigger ${tx(trigger)}`;
      await insertCases(context, options, log);
      await advanceSequences(tx);
      await deriveRows(tx);
      for (const [table, trigger] of DERIVING_TRIGGERS)
        await tx`alter table ${tx(table)} enable trigger ${tx(trigger)}`;
      log("Making the indexes.");
      await createIndexes(tx, indexes);
      return rows.counts();
    });
    log("Vacuuming.");
    await client.unsafe("vacuum analyze");
    return seeded;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function assertSeedable(tx: postgres.TransactionSql, { source, force }: SeedOptions): Promise<void> {
  const [found] = await tx`
    select exists (select from events) as full, exists (select from sources where slug = ${source}) as known`;
  if (found?.full && !force) throw new Error("This database holds events. Give --force to add made-up ones to them.");
  if (!found?.known) throw new Error(`There is no source ${source}.`);
}

/** Continues the database's ids and audit log, which is locked until the transaction ends. */
async function openContext(
  tx: postgres.TransactionSql,
  rows: RowWriter,
  { source, until, often }: SeedOptions,
): Promise<SeedContext> {
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
  const context: SeedContext = { source, until, often, rows, audit, nextId };
  const [known] = await tx`
    select exists (select from users where id = ${PEOPLE[0]?.id ?? ""}) as people,
      exists (select from source_secrets where source = ${source} and sealed is null) as secrets`;
  if (!known?.people) addPeople(context);
  if (!known?.secrets) addSecrets(context);
  return context;
}

type OpenCase = { refId: string; business: Business; eventIds: number[] };

async function insertCases(context: SeedContext, options: SeedOptions, log: (line: string) => void): Promise<void> {
  addRejections(context, { ...options, count: Math.ceil((options.often * options.events) / MESSAGES_PER_REJECTION) });
  // An unused id: the numbers in the refIds continue from it, so that two runs of the seed share none.
  const firstCase = context.nextId("cases");
  const openCases = new Map<number, OpenCase>();
  // PostgreSQL writes while the next rows are generated.
  let writing = Promise.resolve();
  let count = 0;
  for (const { generatedCase, nth } of generateMessages(options)) {
    const one = openCases.get(generatedCase.n) ?? openCase(firstCase + generatedCase.n, generatedCase, options.seed);
    openCases.set(generatedCase.n, one);
    const event = addMessage(context, one.refId, generatedCase, nth);
    one.eventIds.push(event.id);
    addRuns({ context, event, refId: one.refId, business: one.business, random: generatedCase.random });
    if (one.eventIds.length === generatedCase.messages.length) {
      closeCase(context, generatedCase, one);
      openCases.delete(generatedCase.n);
    }
    count += 1;
    context.audit.writeUntil(event.receivedAt);
    if (count % YIELD_EVERY === 0) await setImmediate();
    if (count % FLUSH_EVERY === 0) {
      await writing;
      writing = context.rows.flush();
      // Awaited before the next write.
      writing.catch(() => {});
    }
    if (count % (25 * FLUSH_EVERY) === 0) log(`${count} events`);
  }
  await writing;
  context.audit.writeUntil(context.until);
  await context.rows.flush();
}

function openCase(number: number, generatedCase: GeneratedCase, seed: number): OpenCase {
  return { refId: `biz-${String(number).padStart(7, "0")}`, business: businessOf(generatedCase.n, seed), eventIds: [] };
}

/** Adds the rows of a case that has received its last message. */
function closeCase(context: SeedContext, generatedCase: GeneratedCase, { refId, business, eventIds }: OpenCase): void {
  addBusiness(context, refId, generatedCase, business);
  const assignee =
    generatedCase.projection.current &&
    assigneeOf(generatedCase.random, generatedCase.projection.current.status, context.often);
  const stored = addCase(context, refId, generatedCase, { eventIds, assigneeId: assignee?.id ?? null });
  if (stored) addActs(context, stored, assignee, generatedCase.random);
}

/** Triggers that derive columns of other tables from a row. */
const DERIVING_TRIGGERS = [
  ["follow_ups", "follow_ups_tell_case"],
  ["runs", "runs_added_tell_case"],
  ["effects", "effects_added_tell_case"],
  ["businesses", "businesses_words_added"],
] as const;

/** Does the triggers' work in one statement per table. */
async function deriveRows(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    update cases set follow_up_due_on = coalesce(follow_ups.due_on, 'infinity'), follow_up_owner_id = follow_ups.owner_id
    from follow_ups where follow_ups.case_id = cases.id and resolved_at is null and follow_up_due_on is null`;
  await tx`update runs set failure = failure_of(error) where state = 'dead' and latest`;
  await tx`
    update cases set undelivered = true
    from (
      select source, ref_id from runs where state = 'dead' and latest
      union select source, ref_id from effects where state in ('not-sent', 'unknown', 'failed')
    ) as waiting
    where cases.source = waiting.source and cases.ref_id = waiting.ref_id and not undelivered`;
  await tx`
    update cases set gave_up = true
    from (
      select source, ref_id, handler from runs where state = 'dead' and latest
      union select source, ref_id, handler from effects where state in ('not-sent', 'unknown', 'failed')
    ) as waiting
    where cases.source = waiting.source and cases.ref_id = waiting.ref_id
      and (handler <> 'notify-customer' or status <> 'REJECTED') and not gave_up`;
  await tx`
    insert into business_words (source, ref_id, words)
    select source, ref_id, words from businesses, words_of_name(folded_name) as words where folded_name is not null
    on conflict do nothing`;
}

async function advanceSequences(tx: postgres.TransactionSql): Promise<void> {
  for (const table of NUMBERED) {
    await tx`select setval(pg_get_serial_sequence(${table}, 'id'), greatest((select max(id) from ${tx(table)}), 1))`;
  }
}
