import type { CasesFilter, Sort } from "./filter.ts";

/**
 * The order in which the pages show a filter, where it names none: what is chosen because it needs a person shows the most urgent first.
 * The API gives the newest first.
 */
export function shownSort({ sort, attention, due }: CasesFilter): Sort {
  return sort ?? (attention !== undefined || due !== undefined ? "urgent" : "newest");
}
