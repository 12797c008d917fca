"use client";

import { useMemo } from "react";
import { ArrivalsButton, useSteadyLists } from "#components/steady-list";
import type { CaseLine } from "#lib/cases/list-cases";
import { BoardColumn, type ColumnHead } from "./board-column.tsx";
import { NotStarted } from "./not-started.tsx";

export type Column = ColumnHead & { items: CaseLine[] };

const idOf = (line: CaseLine) => String(line.id);

/** One column a state. Nothing moves by itself: what is new or belongs elsewhere waits until it is asked for. */
export function Board({ columns, query }: { columns: Column[]; query: string }) {
  const lists = useMemo(
    () => columns.map(({ status, items, more }) => ({ key: status, items, full: more !== undefined })),
    [columns],
  );
  const steady = useSteadyLists(lists, idOf, query);
  const shown = columns.map((head, at) => ({ head, items: steady.lists[at]?.items ?? [] }));
  const started = shown.filter(({ head, items }) => head.status !== "NOT_STARTED" || items.length > 0);
  return (
    <div className="relative">
      <ArrivalsButton {...steady} />
      <section
        aria-label="Board"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        className="-mx-3 flex snap-x snap-mandatory scroll-px-3 items-start gap-3 overflow-x-auto px-3 pb-3 *:w-[82vw] *:max-w-80 *:shrink-0 md:mx-0 md:scroll-px-0 md:px-0 xl:snap-none xl:overflow-visible xl:*:w-auto xl:*:max-w-lg xl:*:flex-1"
      >
        {started.length === shown.length ? null : <NotStarted />}
        {started.map(({ head, items }) => (
          <BoardColumn key={head.status} head={head} items={items} />
        ))}
      </section>
    </div>
  );
}
