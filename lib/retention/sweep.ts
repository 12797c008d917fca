import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, transaction } from "#db/pool";
import { withAdvisoryLock } from "#db/with-advisory-lock";
import { type Batch, type Cursor, dueBefore, type RemoveBatch } from "./batch.ts";
import { emptyCases } from "./empty-cases.ts";
import { emptyUnrecognised } from "./empty-unrecognised.ts";
import { countRemoved, endRemovals } from "./removal.ts";
import { removeAttempts } from "./remove-attempts.ts";
import { removeReads } from "./remove-reads.ts";
import { removeReceipts, removeRejections } from "./remove-receipts.ts";
import type { RemovalKind, Rule } from "./rules.ts";

const REMOVE_BATCH: Record<RemovalKind, RemoveBatch> = {
  rejections: removeRejections,
  receipts: removeReceipts,
  attempts: removeAttempts,
  cases: emptyCases,
  unrecognised: emptyUnrecognised,
  reads: removeReads,
};

/** Kinds that leave rows of held cases behind the stored cursor. Their walk starts again after a hold was released. */
const KINDS_WITH_HELD_ROWS = new Set<RemovalKind>(["receipts", "unrecognised"]);

/** After each batch the sweep pauses for four times as long as the batch took, so that webhooks and people have priority. */
const PAUSE_FACTOR = 4;

const LOCK_TIMEOUT_MS = 1000;
const STATEMENT_TIMEOUT_MS = 5000;

/**
 * Removes what is due in small transactions until nothing more is or `signal` aborts. One worker at a time does it. It may be killed at any
 * point: a batch, its count and the cursor are committed together, and the next sweep ends a removal that was left open.
 */
export async function sweep(signal: AbortSignal, active: readonly Rule[]): Promise<void> {
  if (!(await isDue(active))) return;
  await withAdvisoryLock(LOCKS.retention, signal, async (stop) => {
    await endRemovals();
    for (const rule of active) if (!stop.aborted) await walk(rule, stop);
    await endRemovals();
  });
}

/** Asked every minute, so it reads one row a kind. */
async function isDue(active: readonly Rule[]): Promise<boolean> {
  const [open] = await database().execute(sql`select from removals where ended_at is null limit 1`);
  if (open) return true;
  for (const rule of active) if (await walkIsDue(rule)) return true;
  return false;
}

/** Whether the kind was not walked to the end today. */
async function walkIsDue({ kind, days }: Rule): Promise<boolean> {
  const [walked] = await database().execute(
    sql`select from retention_walks where kind = ${kind} and reached >= ${dueBefore(days)}`,
  );
  return !walked;
}

/** Scans the rows of one kind from the stored cursor to the first that is not due, batch by batch. */
async function walk(rule: Rule, signal: AbortSignal): Promise<void> {
  if (!(await walkIsDue(rule))) return;
  await startWalk(rule.kind);
  let at: string | null = null;
  for (let done = false; !done && !signal.aborted; ) {
    const startedAt = performance.now();
    const batch: Batch = await removeNext(rule, at);
    ({ done } = batch);
    ({ at } = batch.cursor);
    if (!done) {
      await setTimeout(PAUSE_FACTOR * (performance.now() - startedAt), undefined, { signal }).catch(() => {});
    }
  }
}

/** The walk goes on from its stored cursor. It starts at the first row when there is none, or when a hold was released since. */
async function startWalk(kind: RemovalKind): Promise<void> {
  await database().execute(sql`
    insert into retention_walks (kind, place) values (${kind}, 0)
    on conflict (kind) do update set place = 0, begun_at = now()
    where ${KINDS_WITH_HELD_ROWS.has(kind)} and exists (
      select from legal_holds where released_at > retention_walks.begun_at - interval '1 minute')`);
}

/** Removes one batch and commits it with its count and the cursor. */
function removeNext(rule: Rule, at: string | null): Promise<Batch> {
  return transaction(async (tx) => {
    const [walked] = await tx.execute<{ place: string }>(sql`
      select place, set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true),
        set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)
      from retention_walks where kind = ${rule.kind} for update`);
    const after: Cursor = { id: Number(walked?.place ?? 0), at };
    const batch = await REMOVE_BATCH[rule.kind](tx, rule.days, after);
    await countRemoved(tx, rule, batch.removed);
    await tx.execute(sql`
      update retention_walks set place = ${batch.cursor.id},
        reached = case when ${batch.done} then ${dueBefore(rule.days)} else reached end
      where kind = ${rule.kind}`);
    return batch;
  });
}
