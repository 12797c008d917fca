/** One window in a thousand of a source that works as before holds fewer messages than `low`, and one more than `high`. */
const TAIL = 0.001;
/** The same as a distance from the mean of the normal distribution. */
const Z = 3.09;
/** Up to this mean the distribution is summed; beyond it an approximation differs by less than one message in a hundred. */
const MAX_SUMMED_MEAN = 500;

export type Range = { low: number; high: number };

/**
 * How many messages a window may hold, by what the same hours of earlier weeks held: the quantiles 0.001 and 0.999 of a negative binomial
 * distribution. Its mean is theirs. Its variance is theirs or the mean, whichever is larger (messages come in bursts), and (1 + 1/weeks)
 * times that, because the mean of few weeks is uncertain.
 */
export function expectedRange(counts: readonly number[]): Range {
  const weeks = counts.length;
  const mean = sum(counts) / weeks;
  if (mean === 0) return { low: 0, high: 0 };
  const spread = sum(counts.map((n) => (n - mean) ** 2)) / Math.max(1, weeks - 1);
  const variance = Math.max(mean, spread) * (1 + 1 / weeks);
  return mean > MAX_SUMMED_MEAN ? approximated(mean, variance) : summed(mean, variance);
}

function summed(mean: number, variance: number): Range {
  const size = mean ** 2 / (variance - mean);
  const further = mean / (size + mean);
  let probability = (size / (size + mean)) ** size;
  let below = 0;
  let low: number | undefined;
  for (let n = 0; ; n++) {
    below += probability;
    if (below >= TAIL) low ??= n;
    // The bound ends the loop should rounding keep the sum under one.
    if (below >= 1 - TAIL || n > mean + 1000 * Math.sqrt(variance)) return { low: low ?? n, high: n };
    probability *= ((n + size) / (n + 1)) * further;
  }
}

/** Wilson and Hilferty's quantiles of the gamma distribution of that mean and variance. */
function approximated(mean: number, variance: number): Range {
  const ninth = variance / (9 * mean ** 2);
  const at = (z: number) => Math.round(mean * Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3);
  return { low: at(-Z), high: at(Z) };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
