import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { tamper } from "#lib/audit/testing/tamper";
import { putBusiness } from "#lib/businesses/put-business";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { noteCase } from "#lib/cases/note-case";
import { releaseCase } from "#lib/cases/release-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { settle, storeCase } from "#lib/cases/testing/stored-case";
import { keptInVain, whyKept } from "#lib/retention/testing/kept-columns";
import { storeReceipts } from "#lib/retention/testing/store-receipts";
import { rules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const MARK = "marta@harbour.example";
const ALL = rules({ RETENTION_CASES_DAYS: 30, RETENTION_RECEIPTS_DAYS: 30, RETENTION_REJECTIONS_DAYS: 30 });
const never = new AbortController().signal;

type Column = { table: string; column: string; type: string };

/** Every column that can hold words. */
async function wordColumns(): Promise<Column[]> {
  return await database().execute<Column>(sql`
    select table_name as "table", column_name as "column", data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')
      and is_generated = 'NEVER'
    order by 1, 2`);
}

/** The columns of which a row holds the mark. */
async function marked(columns: readonly Column[]): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const holds =
      type === "bytea" ? `position('${MARK}'::bytea in "${column}") > 0` : `strpos("${column}"::text, '${MARK}') > 0`;
    const [row] = await database().execute(sql.raw(`select from "${table}" where ${holds} limit 1`));
    if (row) found.push(`${table}.${column}`);
  }
  return found;
}

function markOf(type: string): string {
  if (type === "bytea") return `'${MARK}'::bytea`;
  if (type === "jsonb" || type === "json") return `'["${MARK}"]'`;
  return type === "ARRAY" ? `array['${MARK}']` : `'${MARK}'`;
}

/** A case of which every table has a row, a rejection, and a message of no case. */
async function storeEverything() {
  const ada = await personOf("admin", "Ada");
  const of = { source: "vove", refId: "full", reason: "Because" };
  const stored = await storeCase("full", { status: "IN_REVIEW" }, { status: "REJECTED" });
  await putBusiness(ada, { ...of, name: "Harbour", contactEmail: "someone@harbour.example" });
  await noteCase(ada, { ...of, body: "A note" });
  await flagCase(ada, of);
  await resolveFollowUp(ada, { ...of, outcome: "Done" });
  await holdCase(ada, of);
  await releaseCase(ada, of);
  await storeReceipts(1, 400, stored.statusEventId);
  await storeReceipts(1, 400);
  await database().execute(sql`
    with replay as (
      insert into replays (reason, selection, state, total, requested_by) values ('x', 'x', 'finished', 1, 'Ada') returning id
    ), run as (
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, state, replay_id)
      select ${stored.statusEventId}, 'vove', 'full', now(), 'notify-customer', 'replay', 1, 'skipped', id from replay returning id
    ), effect as (
      insert into effects (source, ref_id, episode, key, handler, event_id, run_id, state)
      select 'vove', 'full', 1, 'case/full/1/notify-customer', 'notify-customer', ${stored.statusEventId}, id, 'done' from run returning id
    )
    insert into letters (effect_id, mail_id, recipient, subject, html, text) select id, '<x>', 'x', 'x', 'x', 'x' from effect`);
  await database().execute(sql`
    with destination as (
      insert into destinations (name, url, created_by) values ('Core banking', 'https://core.example/hook', 'Ada') returning id
    ), outgoing as (
      insert into outgoing_events (message_id, key, type, source, ref_id, sequence, at, body, personal_body)
      values ('msg_1', 'test/1', 'account.enabled', 'vove', 'full', 1, now(), 'x', 'x') returning id
    ), delivery as (
      insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
      select outgoing.id, destination.id, 'casewire', true from outgoing, destination returning id, destination_id
    ), run as (
      insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state)
      select id, 'vove', 'full', now(), 'destination/' || destination_id, 'receipt', 1, 'dead' from delivery
      returning id, delivery_id
    )
    insert into delivery_attempts (run_id, delivery_id, destination_id, at, url, request_headers, response_headers, response_body, duration_ms,
      succeeded)
    select run.id, delivery_id, destination_id, now(), 'x', '[]', '[]', 'x', 1, false
    from run join delivery on delivery.id = run.delivery_id`);
  await database().execute(sql`
    insert into settlements (case_id, episode, kind, reason, settled_by) values (${stored.id}, 1, 'gap', 'x', 'Ada')`);
  await database().execute(sql`
    insert into exports (kind, format, selection, source, ref_id, reason, requested_by, requested_by_id)
    values ('evidence', 'zip', '', 'vove', 'full', 'x', 'Ada', ${ada.id})`);
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, occurred_at, clock, received_at, secret_fingerprint, verdict)
    values ('vove', 'stray', 'x', '', 'unrecognised', now(), 'receipt', now() - interval '400 days', 'x', 'unrecognised')`);
  await database().execute(sql`update cases set last_change_at = now() - interval '400 days'`);
}

it("leaves a marked address in no column of the database, save for those that say why they stay", async () => {
  await storeEverything();
  const columns = await wordColumns();
  const words = columns.filter(({ table, column }) => whyKept(table, column) === undefined);
  // Triggers write the words of a name: they are marked after it.
  const last = words.toSorted((a, b) => Number(a.table === "business_words") - Number(b.table === "business_words"));
  const one = (table: string) =>
    table === "business_words" ? " where words = (select max(words) from business_words)" : "";
  await tamper(
    ...last.map(({ table, column, type }) => `update "${table}" set "${column}" = ${markOf(type)}${one(table)}`),
  );
  const names = words.map(({ table, column }) => `${table}.${column}`);
  const tried = await marked(columns);
  expect(
    names.filter((name) => !tried.includes(name)),
    "give storeEverything() a row of it, or say in kept-columns.ts why it stays",
  ).toEqual([]);
  await sweep(never, ALL);
  expect(await marked(columns), "retention must take these, or kept-columns.ts say why they stay").toEqual([]);
  await settle("full");
  expect(await marked(columns), "what the projection brings back").toEqual([]);
});

it("gives reasons only for columns that exist", async () => {
  const existing = new Set((await wordColumns()).map(({ table, column }) => `${table}.${column}`));
  expect(keptInVain(existing)).toEqual([]);
});
