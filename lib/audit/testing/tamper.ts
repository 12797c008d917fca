import { asc, sql } from "drizzle-orm";
import { auditEntries } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { CHAIN_START, chainHash } from "#lib/audit/chain";

const GUARDED = ["audit_entries", "audit_words", "audit_checkpoints"];

/** What the owner of the database can do, and no other, and the log must then tell: the triggers that refuse changes are off meanwhile. */
export async function tamper(...statements: string[]): Promise<void> {
  await ownerDatabase().transaction(async (tx) => {
    for (const table of GUARDED) await tx.execute(sql.raw(`alter table ${table} disable trigger user`));
    for (const statement of statements) await tx.execute(sql.raw(statement));
    for (const table of GUARDED) await tx.execute(sql.raw(`alter table ${table} enable trigger user`));
  });
}

/** Removes entries with their words; `where` is about `id`. */
export function removed(where: string): string {
  return `with words as (delete from audit_words where ${where.replace("id", "entry_id")}) delete from audit_entries where ${where}`;
}

/** Writes every entry anew with another text in place of one, and each hash after it: the chain by itself then holds. */
export async function rewrite(text: string, other: string): Promise<void> {
  const entries = await ownerDatabase().select().from(auditEntries).orderBy(asc(auditEntries.id));
  let previousHash = CHAIN_START;
  const statements = entries.map((entry) => {
    const line = entry.line.replaceAll(text, other);
    const hash = chainHash(previousHash, line);
    const quoted = (value: string) => `$tamper$${value}$tamper$`;
    const statement = `update audit_entries set line = ${quoted(line)}, detail = ${quoted(line)}::jsonb->'detail',
      actor_label = replace(actor_label, ${quoted(text)}, ${quoted(other)}), subject_id = replace(subject_id, ${quoted(text)}, ${quoted(other)}),
      previous_hash = '${previousHash}', hash = '${hash}' where id = ${entry.id}`;
    previousHash = hash;
    return statement;
  });
  await tamper(...statements);
}
