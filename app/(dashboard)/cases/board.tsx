"use client";

import { type ReactNode, useMemo, useState } from "react";
import { ArrivalsButton } from "#components/live/arrivals-button";
import { useLiveQuery } from "#components/live/use-live-query";
import { useSteadyLists } from "#components/live/use-steady-lists";
import type { BoardFrame, BoardView, Card, Board as GivenBoard } from "#lib/cases/board/read-board";
import { AttentionStrip } from "./attention-strip.tsx";
import { BoardColumn } from "./board-column.tsx";
import { type Acting, BulkBar } from "./bulk-bar.tsx";
import { ListKeys, openOnEnter } from "./list-keys.tsx";
import { useRestoredPlace } from "./list-place.ts";
import { NoneMatch } from "./none-match.tsx";
import { NotStarted } from "./not-started.tsx";
import { casesPath, listOfColumn } from "./paths.ts";

const LIVE_QUERY = { topics: ["cases"], idsOf: (frame: BoardFrame) => frame.columns.flatMap(({ ids }) => ids) };
const NONE: ReadonlySet<number> = new Set();
const idOf = (card: Card) => String(card.id);

/** One column a status. Cards do not move by themselves: new and moved ones wait until the reader asks for them. */
export function Board(props: {
  given: GivenBoard;
  view: BoardView;
  /** Who may act on chosen cases; null for a reader who may not. */
  acting: Acting | null;
  children: ReactNode;
}) {
  const { given, view, acting, children } = props;
  const { filter, more } = view;
  const path = casesPath(filter, { more });
  const { frame, lines } = useLiveQuery<BoardFrame, Card>(path.replace("/cases", "/api/live/cases"), given, LIVE_QUERY);
  const lists = useMemo(
    () =>
      frame.columns.map(({ status, ids, full }) => ({
        key: status,
        items: ids.flatMap((id) => lines[id] ?? []),
        full,
      })),
    [frame, lines],
  );
  const steady = useSteadyLists(lists, idOf, path);
  const shown = frame.columns.map((column, at) => ({ column, items: steady.lists[at]?.items ?? [] }));
  const started = shown.filter(({ column, items }) => column.status !== "NOT_STARTED" || items.length > 0);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(NONE);
  const toggle = (id: number) =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const leave = useRestoredPlace(frame.columns.map(({ status }) => listOfColumn(view, status)));
  const none = frame.columns.every(({ count, earlier }) => count.n === 0 && !earlier);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <AttentionStrip counts={frame.attention} filter={filter} view={{}} />
      {children}
      {none ? <NoneMatch table={false} /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only sees the clicks and keys of what is in it */}
      <div className="relative" hidden={none} onClickCapture={leave} onKeyDown={openOnEnter}>
        <ListKeys choosing={acting !== null} />
        <ArrivalsButton {...steady} />
        <section
          aria-label="Board"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          className="-mx-3 flex snap-x snap-mandatory scroll-px-3 items-start gap-3 overflow-x-auto px-3 pb-3 *:w-[82vw] *:max-w-80 *:shrink-0 md:mx-0 md:scroll-px-0 md:px-0 xl:snap-none xl:overflow-visible xl:*:w-auto xl:*:max-w-lg xl:*:flex-1"
        >
          {started.length === shown.length ? null : <NotStarted />}
          {started.map(({ column, items }) => (
            <BoardColumn
              key={column.status}
              column={column}
              items={items}
              view={view}
              choice={acting ? { ids: chosen, toggle } : undefined}
            />
          ))}
        </section>
      </div>
      {acting ? (
        <BulkBar {...acting} chosen={[...chosen].flatMap((id) => lines[id] ?? [])} clear={() => setChosen(NONE)} />
      ) : null}
    </div>
  );
}
