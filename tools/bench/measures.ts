import { doors } from "./doors.ts";
import type { Measure } from "./measure.ts";
import { pages } from "./pages.ts";
import { weight } from "./pages-weight.ts";
import { removal } from "./removal.ts";
import { steady } from "./steady.ts";
import { work } from "./work.ts";

/** All there is to measure, in the order in which it is. */
export const MEASURES: readonly Measure[] = [doors, steady, work, pages, weight, removal];
