import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import type { Role } from "./people.ts";

/** Replaces every text of the database: a name and an address that occur nowhere else, with invisible characters. */
export const MARK = "Sekret\u202e Marker\u200b <sekret-marker@acme.example>";
export const MARKED = /sekret.{0,12}marker/i;

/** Columns without personal data: keys, digests, codes and the product's own texts. Every other text column is marked, new ones too. */
const UNMARKED = [
  ...[
    "*.id",
    "*.source",
    "*.ref_id",
    "*.handler",
    "*.key",
    "*.secret",
    "*.secret_fingerprint",
    "*.fingerprint",
    "*.hash",
    "*.previous_hash",
  ],
  ...["*.token_hash", "*.user_id", "*.actor_id", "*.owner_id", "*.author_id", "*.assignee_id", "*.verifier_key"],
  ...["sources.slug", "source_secrets.sealed", "source_secrets.hint", "sessions.token", "rate_limits.key"],
  ...["credentials.account_id", "credentials.provider_id", "credentials.password", "audit_keys.sealed"],
  ...["audit_checkpoints.head", "audit_checkpoints.note", "audit_entries.action", "audit_entries.subject_kind"],
  ...["audit_entries.subject_id", "removals.setting", "workers.host"],
  // As `lib/egress` writes it, without unseen characters; and the product's own words.
  ...["destinations.url", "destinations.sealed_headers", "outgoing_events.type"],
  ...["destination_secrets.sealed", "destination_secrets.hint"],
];

/** Puts the mark into each text, JSON and bytea column of the database, except in the rows of `spared`. Returns the columns it marked. */
export async function markAllTexts(sql: postgres.Sql, spared: Role): Promise<string[]> {
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      and c.data_type in ('text', 'jsonb', 'bytea') order by 1, 2`;
  const wanted = columns.filter(
    ({ table, column }) => !UNMARKED.includes(`*.${column}`) && !UNMARKED.includes(`${table}.${column}`),
  );
  // Unique in each row, for columns that must be.
  const unique = sql`${MARK} || ' ' || ${randomBytes(4).toString("hex")}::text || replace(ctid::text, ',', '.')`;
  const markAs = (type: string, column: string) => {
    if (column === "log") return sql`jsonb_build_array(jsonb_build_object('at', now(), 'line', ${MARK}::text))`;
    if (type === "jsonb") return sql`jsonb_build_array(jsonb_build_array('reason', ${MARK}::text))`;
    return type === "bytea" ? sql`convert_to(${unique}, 'UTF8')` : unique;
  };
  /** A person is shown their own name, sessions and token. */
  const others: Record<string, ReturnType<typeof sql>> = {
    users: sql`where id <> ${`e2e-${spared}`}`,
    sessions: sql`where user_id <> ${`e2e-${spared}`}`,
    api_tokens: sql`where role <> ${spared}`,
  };
  await sql.begin(async (tx) => {
    // The owner may switch off what keeps the audit log as it was written; the application may not.
    await tx`set local session_replication_role = replica`;
    for (const { table, column, type } of wanted) {
      await tx`update ${sql(table)} set ${sql(column)} = ${markAs(type, column)} ${others[table] ?? sql``}`;
    }
  });
  return wanted.map(({ table, column }) => `${table}.${column}`);
}

/** Adds to a case one row of each table that people and handlers write to, for `markAllTexts` to mark. */
export async function addCaseTexts(sql: postgres.Sql, refId: string): Promise<void> {
  const [found] = await sql`select id, status_event_id from cases where ref_id = ${refId}`;
  const id = found?.id;
  await sql`insert into businesses (source, ref_id, name, contact_email) values ('vove', ${refId}, 'x', 'x')`;
  await sql`update cases set assignee_id = 'e2e-analyst', held = true where id = ${id}`;
  await sql`insert into follow_ups (case_id, reason, created_by, owner_id) values (${id}, 'x', 'x', 'e2e-analyst')`;
  await sql`
    insert into follow_ups (case_id, reason, created_by, resolved_by, resolved_at, outcome)
    values (${id}, 'x', 'x', 'x', now(), 'x')`;
  await sql`insert into notes (case_id, body, author) values (${id}, 'x', 'x')`;
  await sql`insert into legal_holds (case_id, reason, held_by) values (${id}, 'x', 'x')`;
  await sql`
    insert into audit_entries (id, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail, line,
      previous_hash, hash)
    select coalesce(max(id), 0) + 1, now(), 'user', 'e2e-analyst', 'x', 'case.assigned', 'case', ${`vove/${refId}`},
      '{"assignee": "x"}'::jsonb, 'x', 'x', 'x' from audit_entries`;
}
