import { and, eq, inArray, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { receipts, rejectionTallies } from "#db/schema";
import type { Cause } from "./cause.ts";

/** A receipt we did not believe; `body` is already cut. */
export type Rejection = Omit<typeof receipts.$inferInsert, "outcome" | "eventId" | "secretFingerprint"> & {
  cause: Cause;
};
/** Rejections of one cause from one address block. */
export type Tally = { source: string; cause: Cause; remoteAddress: string };
export type Refused = Tally & { rejection?: Rejection; times: number };

/** Kept in full an hour, a source and a cause: from one address block, and from all together. */
export const MAX_KEPT_AN_ADDRESS = 50;
export const MAX_KEPT_A_CAUSE = 300;
const EVERYWHERE_ELSE = "*";

type Row = { kept: number; counted: number };

/**
 * Keeps rejections in full up to the hour's bounds and counts the rest, so that what a stranger can make us store is bounded: also the
 * counts, which fold into the address `*` once the hour's total is reached. Four statements, however many there are.
 */
export async function storeRejections(tx: Tx, refused: readonly Refused[]): Promise<void> {
  const [clock] = await tx.execute<{ hour: string }>(
    sql`select date_trunc('hour', now())::text as hour, pg_advisory_xact_lock(${LOCKS.rejectionTallies})`,
  );
  const hour = new Date(clock?.hour ?? Number.NaN);
  const tallies = new Ledger(await talliesOf(tx, hour, refused));
  const kept = refused.flatMap((one) => (tallies.add(one) ? [one.rejection] : [])).filter((one) => one !== undefined);
  await tx
    .insert(rejectionTallies)
    .values(tallies.added().map((row) => ({ ...row, hour })))
    .onConflictDoUpdate({
      target: [rejectionTallies.hour, rejectionTallies.source, rejectionTallies.cause, rejectionTallies.remoteAddress],
      set: {
        kept: sql`${rejectionTallies.kept} + excluded.kept`,
        counted: sql`${rejectionTallies.counted} + excluded.counted`,
      },
    });
  if (kept.length > 0) await tx.insert(receipts).values(kept.map((one) => ({ ...one, outcome: "rejected" as const })));
}

function talliesOf(tx: Tx, hour: Date, refused: readonly Refused[]) {
  return tx
    .select()
    .from(rejectionTallies)
    .where(
      and(
        eq(rejectionTallies.hour, hour),
        inArray(rejectionTallies.source, [...new Set(refused.map((one) => one.source))]),
        inArray(rejectionTallies.cause, [...new Set(refused.map((one) => one.cause))]),
      ),
    );
}

/** The hour's tallies as they stand and grow while one batch is counted. */
class Ledger {
  private readonly rows = new Map<string, Row>();
  private readonly totals = new Map<string, number>();
  private readonly changes = new Map<string, typeof rejectionTallies.$inferInsert>();

  constructor(stored: readonly (typeof rejectionTallies.$inferSelect)[]) {
    for (const row of stored) {
      this.rows.set(keyOf(row), { kept: row.kept, counted: row.counted });
      this.grow(row, row.kept);
    }
  }

  /** Whether the rejection is still to be kept in full; it is counted either way. */
  add(one: Refused): boolean {
    const row = this.rows.get(keyOf(one));
    const total = this.totals.get(`${one.source} ${one.cause}`) ?? 0;
    const keep = one.rejection !== undefined && (row?.kept ?? 0) < MAX_KEPT_AN_ADDRESS && total < MAX_KEPT_A_CAUSE;
    const address = keep || row ? one.remoteAddress : EVERYWHERE_ELSE;
    this.count({ ...one, remoteAddress: address }, keep ? { kept: 1, counted: 0 } : { kept: 0, counted: one.times });
    return keep;
  }

  added(): (typeof rejectionTallies.$inferInsert)[] {
    return [...this.changes.values()];
  }

  private count({ source, cause, remoteAddress }: Tally, by: Row): void {
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
