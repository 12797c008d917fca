import type postgres from "postgres";

type Index = { name: string; definition: string };

/**
 * Drops the indexes of the tables that no constraint stands on, and returns what makes them again: once over all rows takes a fraction of
 * the time that a million insertions do. In a transaction, so that nobody ever meets the tables without them.
 */
export async function setIndexesAside(client: postgres.TransactionSql, tables: readonly string[]): Promise<Index[]> {
  const found = await client<Index[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename in ${client(tables)}
      and not exists (select from pg_constraint where conindid = format('public.%I', indexname)::regclass)
    order by tablename, indexname`;
  for (const { name } of found) await client.unsafe(`drop index "${name}"`);
  return found;
}

export async function makeIndexes(client: postgres.TransactionSql, indexes: readonly Index[]): Promise<void> {
  for (const { definition } of indexes) await client.unsafe(definition);
}
