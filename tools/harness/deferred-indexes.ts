import type postgres from "postgres";

type Index = { name: string; definition: string };

/**
 * Drops the indexes of the tables, except those of constraints, and returns their definitions: creating an index once is much faster than a
 * million insertions. In a transaction, so that no other connection sees the tables without them.
 */
export async function dropIndexes(client: postgres.TransactionSql, tables: readonly string[]): Promise<Index[]> {
  const found = await client<Index[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename in ${client(tables)}
      and not exists (select from pg_constraint where conindid = format('public.%I', indexname)::regclass)
    order by tablename, indexname`;
  for (const { name } of found) await client.unsafe(`drop index "${name}"`);
  return found;
}

export async function createIndexes(client: postgres.TransactionSql, indexes: readonly Index[]): Promise<void> {
  for (const { definition } of indexes) await client.unsafe(definition);
}
