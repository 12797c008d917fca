import { sql } from "drizzle-orm";
import type { Sql, TransactionSql } from "postgres";
import { LOCKS } from "./locks.ts";
import { database } from "./pool.ts";

/**
 * The tables with which the application may not do all it likes, and what it may do. Its role holds no privilege for the rest, which
 * triggers refuse to roles with more, as long as these are not switched off. A test compares the list with what PostgreSQL grants.
 */
export const GUARDED: Readonly<Record<string, readonly Privilege[]>> = {
  audit_entries: ["SELECT", "INSERT"],
  audit_checkpoints: ["SELECT", "INSERT"],
  // Retention removes what is past its time.
  data_reads: ["SELECT", "INSERT", "DELETE"],
  // A word is erased, and a key sealed anew; neither is removed.
  audit_words: ["SELECT", "INSERT", "UPDATE"],
  audit_keys: ["SELECT", "INSERT", "UPDATE"],
};

/** What the application's role may do with every other table. Emptying one, and changing its definition, is the owner's. */
export const ORDINARY: readonly Privilege[] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

type Privilege = "SELECT" | "INSERT" | "UPDATE" | "DELETE";

/**
 * Gives `role` what the application needs and takes whatever else it holds, in one transaction. `owner` is connected as the role that
 * owns the tables. Nothing is granted on tables to come: a guarded one would stand open until this had run.
 */
export async function grantApplication(owner: Sql, role: string): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCKS.migration})`;
    const tables = await deviatingTables(tx, role);
    // A start on a full disk writes nothing where nothing is to be changed.
    if (tables.length === 0) return;
    await tx`revoke create on schema public from public`;
    await tx`revoke all on schema public, drizzle from ${tx(role)}`;
    await tx`grant usage on schema public, drizzle to ${tx(role)}`;
    for (const { schema, name, wanted } of tables) {
      await tx`revoke all on table ${tx(schema)}.${tx(name)} from public, ${tx(role)}`;
      await tx`grant ${tx.unsafe(wanted)} on table ${tx(schema)}.${tx(name)} to ${tx(role)}`;
    }
  });
}

/** The owner's tables on which `role` or everybody holds other privileges than are wanted. */
async function deviatingTables(owner: TransactionSql, role: string) {
  const tables = await owner<{ schema: string; name: string; held: string; byColumn: boolean }[]>`
    select relnamespace::regnamespace::text as schema, relname as name, exists (
      select from pg_attribute where attrelid = pg_class.oid and attacl is not null) as "byColumn", coalesce((
      select string_agg(privilege_type, ', ' order by privilege_type) from aclexplode(relacl) as entry
      where entry.grantee in (0, ${role}::regrole) and entry.grantee <> relowner), '') as held
    from pg_class
    where relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace) and relkind in ('r', 'p')
      and pg_has_role(relowner, 'usage')`;
  return tables
    .map((table) => ({ ...table, wanted: [...wantedOn(table)].sort().join(", ") }))
    .filter(({ held, wanted, byColumn }) => held !== wanted || byColumn);
}

function wantedOn({ schema, name }: { schema: string; name: string }): readonly Privilege[] {
  // Which migrations have run; nobody but the owner says so.
  if (schema === "drizzle") return ["SELECT"];
  return GUARDED[name] ?? ORDINARY;
}

/** What the connected role may do that the application's must not, in words; `may` is empty where all is well. */
export type Excess = { role: string; may: string[] };

/** Asks PostgreSQL what the application's connection may do to the guarded tables, by itself or as another role. */
export async function excessPrivileges(): Promise<Excess> {
  const names = sql.join(
    Object.keys(GUARDED).map((name) => sql`${name}`),
    sql`, `,
  );
  const [self] = await database().execute<{ role: string; superuser: boolean; grants: boolean; creates: boolean }>(sql`
    select rolname as role, rolsuper as superuser, rolcreaterole as grants,
      has_schema_privilege('public', 'CREATE') as creates
    from pg_roles where rolname = current_user`);
  if (!self) throw new Error("PostgreSQL does not know the role that is connected.");
  if (self.superuser) return { role: self.role, may: ["do anything, being a superuser"] };
  const tables = await database().execute<{ name: string; owns: boolean; held: string }>(sql`
    select relname as name, pg_has_role(relowner, 'member') as owns, (
      select coalesce(string_agg(privilege, ' '), '')
      from unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) as privilege
      where has_table_privilege(pg_class.oid, privilege) or (
        privilege in ('INSERT', 'UPDATE') and has_any_column_privilege(pg_class.oid, privilege))) as held
    from pg_class where relnamespace = 'public'::regnamespace and relname in (${names}) order by relname`);
  const may = tables.flatMap(({ name, owns, held }) => {
    if (owns) return [`change ${name} at will, as its owner or a member of the role that is`];
    const excess = held.split(" ").filter((privilege) => privilege && !isGranted(name, privilege));
    return excess.length > 0 ? [`${excess.join(", ").toLowerCase()} on ${name}`] : [];
  });
  if (self.grants) may.push("give itself the rights of other roles");
  if (self.creates) may.push("create objects in the schema public");
  return { role: self.role, may };
}

function isGranted(table: string, privilege: string): boolean {
  return (GUARDED[table] as readonly string[] | undefined)?.includes(privilege) ?? false;
}
