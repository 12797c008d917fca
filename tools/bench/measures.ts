import type { Measure } from "#tools/bench/benchmarks/benchmark";
import { doors } from "#tools/bench/benchmarks/endpoints";
import { weight } from "#tools/bench/benchmarks/page-weight";
import { pages } from "#tools/bench/benchmarks/pages";
import { removal } from "#tools/bench/benchmarks/removal";
import { steady } from "#tools/bench/benchmarks/steady";
import { work } from "#tools/bench/benchmarks/work";

/** All there is to measure, in the order in which it is. */
export const MEASURES: readonly Measure[] = [doors, steady, work, pages, weight, removal];
