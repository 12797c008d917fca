import { sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ownerDatabase, ownerUrl } from "#db/testing/owner";
import { record } from "#lib/audit/record";
import * as accessTables from "./access-schema.ts";
import * as auditTables from "./audit-schema.ts";
import { connect } from "./connect.ts";
import { migrate } from "./migrate.ts";
import { closePool, database, databaseUrl, transaction } from "./pool.ts";
import { excessPrivileges, GUARDED, ORDINARY } from "./privileges.ts";
import * as tables from "./schema.ts";

const applicationUrl = databaseUrl();
const actor = { kind: "job", id: "test", label: "a test" } as const;

beforeAll(() =>
  transaction((tx) => record(tx, { actor, action: "case.noted", subject: { kind: "case", id: "vove/acme" } })),
);

describe("the application's role", () => {
  it("holds on each table what the list grants, and nothing else", async () => {
    const granted = await database().execute<{ name: string; held: string }>(sql`
      select relname as name, coalesce((
        select string_agg(privilege_type, ' ' order by privilege_type) from aclexplode(relacl) as entry
        where entry.grantee = 0 or pg_has_role(entry.grantee, 'member')), '') as held
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`);
    expect(granted.map(({ name }) => name)).toEqual(expect.arrayContaining(ours()));
    const wanted = (name: string) => [...(GUARDED[name] ?? ORDINARY)].sort().join(" ");
    expect(granted).toEqual(granted.map(({ name }) => ({ name, held: wanted(name) })));
  });

  it("holds nothing on a sequence and needs nothing: every one belongs to an identity column", async () => {
    const bare = await database().execute(sql`
      select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
        and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'i')`);
    expect(bare).toEqual([]);
  });

  const hostile = Object.entries(GUARDED).flatMap(([table, granted]) => [
    ...(granted.includes("DELETE") ? [] : [`delete from ${table}`]),
    `truncate ${table}`,
    `alter table ${table} disable trigger all`,
    `alter table ${table} owner to current_user`,
    `create trigger mine before insert on ${table} for each row execute function refuse_change()`,
    `create rule mine as on insert to ${table} do instead nothing`,
    `alter table ${table} rename to elsewhere`,
    `grant all on ${table} to current_user`,
    `drop table ${table}`,
  ]);
  it.each([
    ...hostile,
    "update audit_entries set line = line",
    "drop trigger audit_entries_append_only on audit_entries",
    "update audit_checkpoints set head = head",
    "update data_reads set at = now()",
    "select from audit_entries for update",
    "begin; lock table audit_entries in access exclusive mode",
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
    "drop function refuse_change() cascade",
    "create table public.mine (id int)",
    "create function public.mine() returns int language sql as 'select 1'",
    "set session_replication_role = 'replica'",
    "set role casewire",
    "set session authorization casewire",
    "create role mine",
    "alter role current_user superuser",
    "update drizzle.__drizzle_migrations set hash = ''",
    "truncate events cascade",
    "copy (select 1) to program 'true'",
    "select pg_read_file('postgresql.conf')",
  ])("may not: %s", async (statement) => {
    await expect(run(applicationUrl, statement)).rejects.toThrow(
      /permission denied|must be (owner|superuser)|Only roles/,
    );
  });
});

/** `grant` to oneself of what one lacks only warns: nothing is granted. */
async function run(url: string, statement: string): Promise<void> {
  const notices: string[] = [];
  const client = connect(url, { onnotice: ({ message }) => notices.push(message ?? "") });
  try {
    await client.unsafe(statement);
    if (notices.length > 0) throw new Error(`permission denied: ${notices.join()}`);
  } finally {
    await client.end();
  }
}

function ours(): string[] {
  return [...Object.values(tables), ...Object.values(accessTables), ...Object.values(auditTables)]
    .filter((table) => table instanceof PgTable)
    .map((table) => getTableConfig(table).name);
}

describe("excessPrivileges", () => {
  const role = "casewire_test_excess";
  const roleUrl = Object.assign(new URL(applicationUrl), { username: role, password: "trial" }).href;
  const owner = (text: string) => ownerDatabase().execute(sql.raw(text));

  beforeAll(async () => {
    await owner(`create role ${role} login password 'trial'`);
    await migrate(ownerUrl(), roleUrl);
  });
  afterEach(async () => {
    await closePool();
    process.env.DATABASE_URL = applicationUrl;
  });
  afterAll(async () => {
    await owner(`drop owned by ${role}`);
    await owner(`drop role ${role}`);
  });

  async function excessAfter(...grants: string[]): Promise<string[]> {
    for (const grant of grants) await owner(grant);
    await closePool();
    process.env.DATABASE_URL = roleUrl;
    const found = await excessPrivileges();
    expect(found.role).toBe(role);
    return found.may;
  }

  it("finds none in the role that this suite, an installation and a second one run as", async () => {
    expect(await excessPrivileges()).toEqual({ role: "casewire_app", may: [] });
    expect(await excessAfter()).toEqual([]);
  });

  it.each([
    ["grant update on audit_entries to", "revoke update on audit_entries from", "update on audit_entries"],
    [
      "grant update (line) on audit_entries to",
      "revoke update (line) on audit_entries from",
      "update on audit_entries",
    ],
    [
      "grant delete, truncate, trigger on audit_entries to",
      "revoke delete, truncate, trigger on audit_entries from",
      "delete, truncate, trigger on audit_entries",
    ],
    ["grant pg_write_all_data to", "revoke pg_write_all_data from", "delete on audit_words"],
    [
      "grant casewire to",
      "revoke casewire from",
      "change audit_entries at will, as its owner or a member of the role that is",
    ],
    ["grant create on schema public to", "revoke create on schema public from", "create objects in the schema public"],
  ])("tells of: %s", async (grant, revoke, words) => {
    expect(await excessAfter(`${grant} ${role}`)).toContain(words);
    expect(await excessAfter(`${revoke} ${role}`)).toEqual([]);
  });

  it("tells of a superuser and of one who makes roles", async () => {
    expect(await excessAfter(`alter role ${role} createrole`)).toEqual(["give itself the rights of other roles"]);
    expect(await excessAfter(`alter role ${role} nocreaterole superuser`)).toEqual(["do anything, being a superuser"]);
    expect(await excessAfter(`alter role ${role} nosuperuser`)).toEqual([]);
  });

  it("is ended by the next migration where it was granted", async () => {
    const grants = ["grant all on all tables in schema public to", "grant update (hash) on audit_entries to"];
    expect(await excessAfter(...grants.map((grant) => `${grant} ${role}`))).not.toEqual([]);
    await migrate(ownerUrl(), roleUrl);
    expect(await excessAfter()).toEqual([]);
  });
});
