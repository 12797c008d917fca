"use client";

import { ArrowDownToLine } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Button } from "#components/ui/button";
import { useAnnounce } from "./announcer.tsx";
import { arrivals, keepOrder, type Listed, orderOf, type Place, placeOf, type Shown } from "./steady-order.tsx";

export type SteadyItem<T> = { id: string; item: T; place: Place };

/**
 * Lists that do not move under the reader. Values of shown items change in place; what is new or moved waits until `show` is called.
 * A change of `resetKey` (another filter, another page) takes everything as it comes.
 */
export function useSteadyLists<T>(lists: readonly Listed<T>[], id: (item: T) => string, resetKey: string) {
  const now = useMemo(() => orderOf(lists, id), [lists, id]);
  const [held, setHeld] = useState<{ resetKey: string; shown: Shown }>({ resetKey, shown: now });
  const [known, setKnown] = useState<{ from: unknown; items: ReadonlyMap<string, T> }>({
    from: null,
    items: new Map(),
  });

  // Adjusted while rendering, so that no frame shows the old order with the new values.
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

/** The same for one list. */
export function useSteadyList<T>(items: readonly T[], id: (item: T) => string, resetKey: string, full = false) {
  const lists = useMemo(() => [{ key: "list", items, full }], [items, full]);
  const steady = useSteadyLists(lists, id, resetKey);
  return { items: steady.lists[0]?.items ?? [], fresh: steady.fresh, moved: steady.moved, show: steady.show };
}

/** "3 new, 2 moved – show": takes no room while nothing waits, and floats over the list so that nothing is pushed down. */
export function ArrivalsButton({ fresh, moved, show }: { fresh: number; moved: number; show: () => void }) {
  const announce = useAnnounce();
  const words = [fresh ? `${fresh} new` : "", moved ? `${moved} moved` : ""].filter(Boolean).join(", ");
  useEffect(() => {
    if (words) announce(`${words}. Use the show button to see them.`);
  }, [words, announce]);
  return (
    <div className="pointer-events-none sticky top-14 z-20 flex h-0 justify-center md:top-3">
      {words ? (
        <Button
          variant="primary"
          className="pointer-events-auto mt-1 animate-appear rounded-full shadow-raised"
          onClick={show}
        >
          <ArrowDownToLine aria-hidden="true" />
          {words} – show
        </Button>
      ) : null}
    </div>
  );
}

function sameOrder(one: Shown, other: Shown): boolean {
  const keys = Object.keys(other);
  return keys.length === Object.keys(one).length && keys.every((key) => one[key] === other[key]);
}

function remaining<T>(items: ReadonlyMap<string, T>, shown: Shown): [string, T][] {
  const ids = new Set(Object.values(shown).flat());
  return [...items].filter(([id]) => ids.has(id));
}
