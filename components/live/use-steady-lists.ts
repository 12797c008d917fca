"use client";

import { useMemo, useState } from "react";
import { arrivals, keepOrder, type Listed, orderOf, type Place, placeOf, type Shown } from "./steady-order.ts";

export type SteadyItem<T> = { id: string; item: T; place: Place };

/**
 * Lists that keep their order while they are read. Values of shown items change in place; new and moved items wait until `show` is called.
 * A new `resetKey` (another filter, another page) takes the order of the server at once.
 */
export function useSteadyLists<T>(lists: readonly Listed<T>[], id: (item: T) => string, resetKey: string) {
  const now = useMemo(() => orderOf(lists, id), [lists, id]);
  const [held, setHeld] = useState<{ resetKey: string; shown: Shown }>({ resetKey, shown: now });
  const [known, setKnown] = useState<{ from: unknown; items: ReadonlyMap<string, T> }>({
    from: null,
    items: new Map(),
  });

  // Set while rendering, so that no frame shows the old order with the new values.
  const shown = held.resetKey === resetKey ? keepOrder(held.shown, now) : now;
  if (held.resetKey !== resetKey || !sameOrder(held.shown, shown)) setHeld({ resetKey, shown });

  let items = known.items;
  if (known.from !== lists) {
    const latest = lists.flatMap((list) => list.items.map((item) => [id(item), item] as const));
    items = new Map([...remaining(known.items, shown), ...latest]);
    setKnown({ from: lists, items });
  }

  const full = new Set(lists.filter((list) => list.full).map((list) => list.key));
  const waiting = arrivals(shown, now);
  return {
    lists: lists.map((list) => ({
      key: list.key,
      items: (shown[list.key] ?? []).flatMap((itemId): SteadyItem<T>[] => {
        const item = items.get(itemId);
        return item === undefined ? [] : [{ id: itemId, item, place: placeOf(itemId, list.key, now, full) }];
      }),
    })),
    ...waiting,
    show: () => setHeld({ resetKey, shown: now }),
  };
}

/** useSteadyLists for one list. */
export function useSteadyList<T>(items: readonly T[], id: (item: T) => string, resetKey: string, full = false) {
  const lists = useMemo(() => [{ key: "list", items, full }], [items, full]);
  const steady = useSteadyLists(lists, id, resetKey);
  return { items: steady.lists[0]?.items ?? [], fresh: steady.fresh, moved: steady.moved, show: steady.show };
}

function sameOrder(one: Shown, other: Shown): boolean {
  const keys = Object.keys(other);
  return keys.length === Object.keys(one).length && keys.every((key) => one[key] === other[key]);
}

function remaining<T>(items: ReadonlyMap<string, T>, shown: Shown): [string, T][] {
  const ids = new Set(Object.values(shown).flat());
  return [...items].filter(([id]) => ids.has(id));
}
