import type { Options } from "#tools/bench/options";
import type { BenchGround } from "#tools/bench/setup/context";

/** One of the things `npm run bench` finds out. It prints its report, and gives `ground.atEnd` whatever stops what it started. */
export type Measure = {
  /** As the command line names it. */
  name: string;
  /** One line for the usage. */
  about: string;
  run: (options: Options, ground: BenchGround) => Promise<void>;
};
