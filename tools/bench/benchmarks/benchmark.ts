import type { BenchContext } from "#tools/bench/setup/context";
import type { Target } from "#tools/bench/targets/targets";

/** The options that apply to the benchmarks, as the usage explains them. */
export type BenchSettings = {
  seconds: number;
  rounds: number;
  connections: number[];
  only: Target[];
  receipts: number;
  stored: number;
  worker: boolean;
};

/** Prints its report, and registers with `context.atEnd` whatever stops what it started. */
export type Benchmark = {
  /** Its name on the command line. */
  name: string;
  /** One line of the usage. */
  about: string;
  run: (settings: BenchSettings, context: BenchContext) => Promise<void>;
};
