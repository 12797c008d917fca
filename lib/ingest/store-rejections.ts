import { and, eq, inArray, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { receipts, rejectionTallies } from "#db/schema";
import type { Cause } from "./cause.ts";

/** A rejected request; `body` is cut already. */
export type Rejection = Omit<typeof receipts.$inferInsert, "outcome" | "eventId" | "secretFingerprint"> & {
  cause: Cause;
};
/** What rejections are counted by; `remoteAddress` is an address block. */
type TallyKey = { source: string; cause: Cause; remoteAddress: string };
/** One rejection, or `times` of them that are only counted and so have no `request`. */
export type RejectionCount = TallyKey & { request?: Rejection; times: number };

/** Rejections kept in full per hour, source and cause: from one address block, and from all of them. */
export const MAX_KEPT_PER_ADDRESS = 50;
export const MAX_KEPT_PER_CAUSE = 300;
const EVERYWHERE_ELSE = "*";

type Counts = { kept: number; counted: number };

/**
 * Keeps rejections in full up to the hour's limits and counts the rest, so that a stranger can make us store only so much. Counts of new
 * addresses go to the address `*` once the hour's total is reached. It takes four statements for any number of rejections.
 */
export async function storeRejections(tx: Tx, rejections: readonly RejectionCount[]): Promise<void> {
  const [clock] = await preparedQuery<{ hour: Date }>(
    tx,
    sql`select date_trunc('hour', now()) as hour, pg_advisory_xact_lock(${LOCKS.rejectionTallies})`,
  );
  const hour = clock?.hour ?? new Date(Number.NaN);
  const tallies = new HourTallies(await storedTallies(tx, hour, rejections));
  const kept = rejections.flatMap((one) => (tallies.add(one) ? [one.request] : [])).filter((one) => one !== undefined);
  await tx
    .insert(rejectionTallies)
    .values(tallies.changedRows().map((row) => ({ ...row, hour })))
    .onConflictDoUpdate({
      target: [rejectionTallies.hour, rejectionTallies.source, rejectionTallies.cause, rejectionTallies.remoteAddress],
      set: {
        kept: sql`${rejectionTallies.kept} + excluded.kept`,
        counted: sql`${rejectionTallies.counted} + excluded.counted`,
      },
    });
  if (kept.length > 0) await tx.insert(receipts).values(kept.map((one) => ({ ...one, outcome: "rejected" as const })));
}

function storedTallies(tx: Tx, hour: Date, rejections: readonly RejectionCount[]) {
  return tx
    .select()
    .from(rejectionTallies)
    .where(
      and(
        eq(rejectionTallies.hour, hour),
        inArray(rejectionTallies.source, [...new Set(rejections.map((one) => one.source))]),
        inArray(rejectionTallies.cause, [...new Set(rejections.map((one) => one.cause))]),
      ),
    );
}

/** The tallies of one hour: those stored, and what one batch adds to them. */
class HourTallies {
  private readonly rows = new Map<string, Counts>();
  private readonly totals = new Map<string, number>();
  private readonly changes = new Map<string, typeof rejectionTallies.$inferInsert>();

  constructor(stored: readonly (typeof rejectionTallies.$inferSelect)[]) {
    for (const row of stored) {
      this.rows.set(keyOf(row), { kept: row.kept, counted: row.counted });
      this.grow(row, row.kept);
    }
  }

  /** Counts the rejection. Returns whether it is also to be kept in full. */
  add(one: RejectionCount): boolean {
    const row = this.rows.get(keyOf(one));
    const total = this.totals.get(`${one.source} ${one.cause}`) ?? 0;
    const keep = one.request !== undefined && (row?.kept ?? 0) < MAX_KEPT_PER_ADDRESS && total < MAX_KEPT_PER_CAUSE;
    const address = keep || row ? one.remoteAddress : EVERYWHERE_ELSE;
    this.count({ ...one, remoteAddress: address }, keep ? { kept: 1, counted: 0 } : { kept: 0, counted: one.times });
    return keep;
  }

  changedRows(): (typeof rejectionTallies.$inferInsert)[] {
    return [...this.changes.values()];
  }

  private count({ source, cause, remoteAddress }: TallyKey, by: Counts): void {
    const key = keyOf({ source, cause, remoteAddress });
    const row = this.rows.get(key) ?? { kept: 0, counted: 0 };
    this.rows.set(key, { kept: row.kept + by.kept, counted: row.counted + by.counted });
    const change = this.changes.get(key) ?? { source, cause, remoteAddress, hour: new Date(0), kept: 0, counted: 0 };
    this.changes.set(key, { ...change, kept: change.kept + by.kept, counted: change.counted + by.counted });
    this.grow({ source, cause }, by.kept);
  }

  private grow({ source, cause }: { source: string; cause: string }, by: number): void {
    const key = `${source} ${cause}`;
    this.totals.set(key, (this.totals.get(key) ?? 0) + by);
  }
}

function keyOf(one: { source: string; cause: string; remoteAddress: string }): string {
  return `${one.source} ${one.cause} ${one.remoteAddress}`;
}
