import { doors } from "#bin/bench/doors";
import type { Measure } from "#bin/bench/measure";
import { removal } from "#bin/bench/removal";
import { steady } from "#bin/bench/steady";
import { work } from "#bin/bench/work";

/** All there is to measure, in the order in which it is. */
export const MEASURES: readonly Measure[] = [doors, steady, work, removal];
