import { isNull, sql } from "drizzle-orm";
import { database, type Tx, transaction } from "#db/pool";
import { removals } from "#db/retention-schema";
import { record } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import type { RemovedRows } from "./batch.ts";
import type { RemovalKind, Rule } from "./rules.ts";

const RETENTION = { kind: "job", id: "retention", label: "Retention" } as const;

/** Adds a batch to the open removal of its kind, in the transaction that removes the rows. */
export async function countRemoved(
  tx: Tx,
  { kind, setting, days }: Rule,
  { count, first, last }: RemovedRows,
): Promise<void> {
  if (count === 0) return;
  await tx.execute(sql`
    insert into removals (kind, setting, days, count, first_at, last_at)
    values (${kind}, ${setting}, ${days}, ${count}, ${first}::timestamptz, ${last}::timestamptz)
    on conflict (kind) where ended_at is null do update set count = removals.count + excluded.count,
      first_at = least(removals.first_at, excluded.first_at), last_at = greatest(removals.last_at, excluded.last_at), at = now()`);
}

/** Ends the open removals, each with its audit entry: those of this sweep, and those a killed sweep left open. */
export async function endRemovals(): Promise<void> {
  const open = await database().select({ id: removals.id }).from(removals).where(isNull(removals.endedAt));
  for (const { id } of open) await transaction((tx) => endRemoval(tx, id));
}

async function endRemoval(tx: Tx, id: number): Promise<void> {
  const [ended] = await tx
    .update(removals)
    .set({ endedAt: sql`now()` })
    .where(sql`${removals.id} = ${id} and ${removals.endedAt} is null`)
    .returning();
  if (!ended) return;
  const { kind, setting, days, count, firstAt, lastAt } = ended;
  await publish(tx, "settings", "audit");
  await record(tx, {
    actor: RETENTION,
    action: "removal.ended",
    subject: { kind: "removal", id },
    detail: { kind, what: removedInWords(kind, count), count, from: day(firstAt), to: day(lastAt), setting, days },
  });
}

/** How a removal of one row, and of many, is worded; `#` stands for their number. */
const WORDS: Record<RemovalKind, { one: string; many: string }> = {
  rejections: { one: "# rejection", many: "# rejections" },
  receipts: { one: "# receipt", many: "# receipts" },
  attempts: { one: "# request to a destination", many: "# requests to destinations" },
  cases: { one: "what # ended case held", many: "what # ended cases held" },
  unrecognised: { one: "the bytes of # unrecognised event", many: "the bytes of # unrecognised events" },
  reads: { one: "the records of # read", many: "the records of # reads" },
};

/** Such as `what 3 ended cases held`. */
export function removedInWords(kind: RemovalKind, count: number): string {
  return WORDS[kind][count === 1 ? "one" : "many"].replace("#", count.toLocaleString("en"));
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
