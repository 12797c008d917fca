/**
 * Durations as counts in buckets, each 1.19 times (the fourth root of two) as long as the one before: a median read from them is at most
 * 9 % from the exact one, and counts of hours and days can be added up, which medians cannot.
 */
const PER_DOUBLING = 4;
const FIRST_MS = 1000;

/** Bucket 0 is up to one second; bucket n ends at 2^(n/4) seconds. */
export function bucketOf(ms: number): number {
  return ms <= FIRST_MS ? 0 : Math.ceil(PER_DOUBLING * Math.log2(ms / FIRST_MS));
}

/** What stands for all durations of a bucket: its geometric middle. */
export function durationOf(bucket: number): number {
  return FIRST_MS * 2 ** ((bucket - (bucket === 0 ? 0 : 0.5)) / PER_DOUBLING);
}

/** The bucket of a duration as SQL counts it: `ms` is an expression in milliseconds. Agrees with `bucketOf`. */
export function bucketSql(ms: string): string {
  return `(case when ${ms} <= ${FIRST_MS} then 0 else ceil(${PER_DOUBLING} * log(2::numeric, (${ms} / ${FIRST_MS})::numeric))::int end)`;
}

/** How many durations ended in a bucket, and how many were still running when they had lasted that long. */
export type Lasted = { bucket: number; ended: number; running: number };

/**
 * The duration that a share of all stay below, in milliseconds; null where it cannot be known yet because too many still run. Kaplan–Meier:
 * in each bucket the share that ends is taken of those that lasted that long, so one that still runs counts as long as it has lasted, and as
 * neither short nor ended. Those still running leave after those that ended in the same bucket.
 */
export function quantile(share: number, lasted: readonly Lasted[]): number | null {
  const buckets = [...lasted].sort((a, b) => a.bucket - b.bucket);
  let atRisk = buckets.reduce((sum, { ended, running }) => sum + ended + running, 0);
  let surviving = 1;
  for (const { bucket, ended, running } of buckets) {
    if (ended > 0) surviving *= 1 - ended / atRisk;
    // A sum of products: a half may come out a little above itself.
    if (surviving <= 1 - share + 1e-9) return durationOf(bucket);
    atRisk -= ended + running;
  }
  return null;
}
