import { sql } from "drizzle-orm";
import type { Sql, TransactionSql } from "postgres";
import { LOCKS } from "./locks.ts";
import { database } from "./pool.ts";

/**
 * The tables on which the application has fewer privileges than ORDINARY. Triggers refuse the other statements to roles with more privileges,
 * unless these disable triggers. A test compares this list with what PostgreSQL grants.
 */
export const GUARDED: Readonly<Record<string, readonly Privilege[]>> = {
  audit_entries: ["SELECT", "INSERT"],
  audit_checkpoints: ["SELECT", "INSERT"],
  // Retention removes old rows.
  data_reads: ["SELECT", "INSERT", "DELETE"],
  // A word is erased and a key resealed by UPDATE; no row is deleted.
  audit_words: ["SELECT", "INSERT", "UPDATE"],
  audit_keys: ["SELECT", "INSERT", "UPDATE"],
};

/** The application's privileges on every other table. TRUNCATE and changes of the definition are the owner's. */
export const ORDINARY: readonly Privilege[] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

type Privilege = "SELECT" | "INSERT" | "UPDATE" | "DELETE";

/**
 * Grants `role` the application's privileges and revokes all others, in one transaction. `owner` is connected as the role that owns the
 * tables. No default privileges for future tables: a guarded table would be writable until this had run.
 */
export async function grantApplication(owner: Sql, role: string): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCKS.migration})`;
    const tables = await deviatingTables(tx, role);
    // Writes nothing when nothing changes, so that a start succeeds on a full disk.
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

/** The owner's tables on which the privileges of `role` and PUBLIC differ from the wanted ones. */
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
  // The list of applied migrations, which only the owner writes.
  if (schema === "drizzle") return ["SELECT"];
  return GUARDED[name] ?? ORDINARY;
}

/** What the connected role may do beyond the application's privileges, for people; `may` is empty when there is nothing. */
export type Excess = { role: string; may: string[] };

/** The privileges of the application's connection on the guarded tables, its own and those of roles it is a member of. */
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
