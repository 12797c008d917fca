import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, transaction } from "#db/pool";
import { withAdvisoryLock } from "#db/with-advisory-lock";
import type { Batch, Place, RemoveBatch } from "./batch.ts";
import { dueBefore } from "./due-before.ts";
import { emptyCases } from "./empty-cases.ts";
import { emptyUnrecognised } from "./empty-unrecognised.ts";
import { countIn, endRemovals } from "./removal.ts";
import { removeReads } from "./remove-reads.ts";
import { removeReceipts, removeRejections } from "./remove-receipts.ts";
import { type RemovalKind, type Rule, rules } from "./rules.ts";

const BATCHES: Record<RemovalKind, RemoveBatch> = {
  rejections: removeRejections,
  receipts: removeReceipts,
  cases: emptyCases,
  unrecognised: emptyUnrecognised,
  reads: removeReads,
};

/** Kinds whose rows passed over lie behind the stored place: their walk begins anew once a hold was released. */
const PASSED_OVER = new Set<RemovalKind>(["receipts", "unrecognised"]);

/** After a batch that took so long, so many times as long nothing is done: the sender and people come first. */
const REST = 4;

/** Nothing that a batch waits for takes longer in health; whoever waits for a batch waits no longer than its statements may take. */
const LOCK_MS = 1000;
const STATEMENT_MS = 5000;

/**
 * Removes what is due, in small transactions with rests between them, until nothing more is or `signal` aborts. Of several workers one
 * does it. It may be killed at any point: each batch is counted and the walk's place kept in the transaction that removes, and the next
 * sweep ends what a killed one left open.
 */
export async function sweep(signal: AbortSignal, set: readonly Rule[] = rules()): Promise<void> {
  if (!(await isDue(set))) return;
  await withAdvisoryLock(LOCKS.retention, signal, async (stop) => {
    await endRemovals();
    for (const rule of set) if (!stop.aborted) await walk(rule, stop);
    await endRemovals();
  });
}

/** One row a kind: asked every minute, it must cost nothing. */
async function isDue(set: readonly Rule[]): Promise<boolean> {
  const [open] = await database().execute(sql`select from removals where ended_at is null limit 1`);
  if (open) return true;
  for (const rule of set) if (await hasBegun(rule)) return true;
  return false;
}

/** Whether today's walk of the kind is still to be made. */
async function hasBegun({ kind, days }: Rule): Promise<boolean> {
  const [walked] = await database().execute(
    sql`select from retention_walks where kind = ${kind} and reached >= ${dueBefore(days)}`,
  );
  return !walked;
}

async function walk(rule: Rule, signal: AbortSignal): Promise<void> {
  if (!(await hasBegun(rule))) return;
  await begin(rule.kind);
  let at: string | null = null;
  for (let done = false; !done && !signal.aborted; ) {
    const begun = performance.now();
    const batch: Batch = await removeNext(rule, at);
    ({ done } = batch);
    ({ at } = batch.place);
    if (!done) await setTimeout(REST * (performance.now() - begun), undefined, { signal }).catch(() => {});
  }
}

/** Begins the walk where the last one ended, or at the beginning where there was none, or something it passed over was released. */
async function begin(kind: RemovalKind): Promise<void> {
  await database().execute(sql`
    insert into retention_walks (kind, place) values (${kind}, 0)
    on conflict (kind) do update set place = 0, begun_at = now()
    where ${PASSED_OVER.has(kind)} and exists (
      select from legal_holds where released_at > retention_walks.begun_at - interval '1 minute')`);
}

/** One batch: what is removed, that it was, and how far the walk has come are committed together. */
function removeNext(rule: Rule, at: string | null): Promise<Batch> {
  return transaction(async (tx) => {
    const [walked] = await tx.execute<{ place: string }>(sql`
      select place, set_config('lock_timeout', ${String(LOCK_MS)}, true),
        set_config('statement_timeout', ${String(STATEMENT_MS)}, true)
      from retention_walks where kind = ${rule.kind} for update`);
    const from: Place = { id: Number(walked?.place ?? 0), at };
    const batch = await BATCHES[rule.kind](tx, rule.days, from);
    await countIn(tx, rule, batch.removed);
    await tx.execute(sql`
      update retention_walks set place = ${batch.place.id},
        reached = case when ${batch.done} then ${dueBefore(rule.days)} else reached end
      where kind = ${rule.kind}`);
    return batch;
  });
}
