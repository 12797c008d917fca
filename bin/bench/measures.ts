import { doors } from "#bin/bench/doors";
import type { Measure } from "#bin/bench/measure";
import { pages } from "#bin/bench/pages";
import { weight } from "#bin/bench/pages-weight";
import { removal } from "#bin/bench/removal";
import { steady } from "#bin/bench/steady";
import { work } from "#bin/bench/work";

/** All there is to measure, in the order in which it is. */
export const MEASURES: readonly Measure[] = [doors, steady, work, pages, weight, removal];
