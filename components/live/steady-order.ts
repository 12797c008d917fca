/** A list as the server has it now. `full`: it is cut at its limit, so an item that is missing may only be beyond the limit. */
export type Listed<T> = { key: string; items: readonly T[]; full?: boolean };

/** The ids each list shows, in the order it shows them. */
export type Shown = Readonly<Record<string, readonly string[]>>;

/** Where the server now has a shown item: in the same list, in another, or in none. */
export type Place = { at: "here" } | { at: "moved"; to: string } | { at: "gone" };

export function orderOf<T>(lists: readonly Listed<T>[], id: (item: T) => string): Shown {
  return Object.fromEntries(lists.map((list) => [list.key, list.items.map(id)]));
}

/**
 * The order to show: shown items keep their places. An empty list takes the server's items at once, except those that another list still
 * shows, so that no item is shown twice.
 */
export function keepOrder(shown: Shown, now: Shown): Shown {
  const elsewhere = new Set(Object.values(shown).flat());
  const kept = (key: string, ids: readonly string[]) => {
    const before = shown[key];
    if (before?.length) return before;
    const came = ids.filter((id) => !elsewhere.has(id));
    // The same array while nothing changes: useSteadyLists compares by identity, and would render without end.
    return came.length === 0 && before ? before : came;
  };
  return Object.fromEntries(Object.entries(now).map(([key, ids]) => [key, kept(key, ids)]));
}

export function placeOf(id: string, key: string, now: Shown, full: ReadonlySet<string>): Place {
  if (now[key]?.includes(id)) return { at: "here" };
  const to = Object.keys(now).find((other) => now[other]?.includes(id));
  if (to) return { at: "moved", to };
  return full.has(key) ? { at: "here" } : { at: "gone" };
}

/** The items that wait for "show": those shown nowhere yet, and those that the server has in another place. */
export function arrivals(shown: Shown, now: Shown): { fresh: number; moved: number } {
  const shownIn = new Map(Object.entries(shown).flatMap(([key, ids]) => ids.map((id) => [id, key] as const)));
  let fresh = 0;
  let moved = 0;
  for (const [key, ids] of Object.entries(now)) {
    const kept: string[] = [];
    for (const id of ids) {
      const before = shownIn.get(id);
      if (before === undefined) fresh += 1;
      else if (before === key) kept.push(id);
      else moved += 1;
    }
    const rank = new Map((shown[key] ?? []).map((id, at) => [id, at]));
    moved += kept.length - longestRise(kept.map((id) => rank.get(id) ?? 0));
  }
  return { fresh, moved };
}

/** The length of the longest increasing subsequence: the items that need not move to reach the new order. */
function longestRise(ranks: readonly number[]): number {
  const ends: number[] = [];
  for (const rank of ranks) {
    const at = ends.findIndex((end) => end >= rank);
    if (at === -1) ends.push(rank);
    else ends[at] = rank;
  }
  return ends.length;
}
