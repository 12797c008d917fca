import Link from "next/link";
import { inOneUnit } from "#components/duration";
import type { SteadyItem } from "#components/live/use-steady-lists";
import { ENDED_DAYS, moreOf } from "#lib/cases/board/board-cards";
import type { BoardView, Card, Column } from "#lib/cases/board/read-board";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { STATUS_LOOKS } from "../_chips/status-chip.tsx";
import { STATUS_WORDS } from "../_words.ts";
import { CaseCard, type Choice } from "./case-card.tsx";
import { countInWords } from "./count-words.ts";
import { casesPath, listOfColumn } from "./paths.ts";

/** One status: the number of its cases, their median time in it, and the first of them. */
export function BoardColumn(props: {
  column: Column;
  items: SteadyItem<Card>[];
  view: BoardView;
  choice: Choice | undefined;
}) {
  const { column, items, view, choice } = props;
  const list = listOfColumn(view, column.status);
  const { icon: Icon, ink } = STATUS_LOOKS[column.status];
  const id = `column-${column.status}`;
  return (
    <section aria-labelledby={id} className="min-w-0 snap-start">
      <header className="z-10 flex h-9 items-center gap-1.5 bg-canvas px-0.5 xl:sticky xl:top-0">
        <Icon aria-hidden="true" className={`size-3.5 ${ink}`} />
        <h2 id={id} className="font-semibold">
          {STATUS_WORDS[column.status]}
        </h2>
        <span className="text-muted">{countInWords(column.count)}</span>
        {column.median ? (
          <span className="ml-auto text-xs text-faint" title="Half of these cases have been in this state for longer">
            median {column.median.about ? "about " : ""}
            {inOneUnit(column.median.milliseconds)}
          </span>
        ) : null}
      </header>
      {items.length === 0 ? (
        <p className="rounded-md border border-dashed border-line px-3 py-6 text-center text-xs text-faint">
          None here
        </p>
      ) : (
        <ul className="grid gap-1.5">
          {items.map(({ id: key, item, place }) => (
            <CaseCard key={key} line={item} place={place} list={list} choice={choice} />
          ))}
        </ul>
      )}
      {column.full ? <Rest column={column} view={view} /> : null}
      {column.earlier ? <Earlier status={column.status} earlier={column.earlier} view={view} /> : null}
    </section>
  );
}

const FOOT =
  "mt-1.5 grid min-h-10 place-items-center rounded-md px-2 text-center text-xs font-medium text-muted hover:bg-hover hover:text-ink md:min-h-8";

/** Leads to what ended too long ago for the board. */
function Earlier(props: { status: CaseStatus; earlier: NonNullable<Column["earlier"]>; view: BoardView }) {
  const { status, earlier, view } = props;
  const n = earlier.n.toLocaleString("en");
  const narrower = earlier.exact ? { inState: ENDED_DAYS } : {};
  return (
    <Link href={casesPath({ ...view.filter, status, ...narrower }, { view: "table" })} className={FOOT}>
      {earlier.exact
        ? `${n} ended more than ${ENDED_DAYS} days ago`
        : `All ${n}, also those of more than ${ENDED_DAYS} days ago`}
    </Link>
  );
}

/** Shows more of the column or, for long columns, leads to the table, which has pages. */
function Rest({ column: { status, count }, view: { filter, more } }: { column: Column; view: BoardView }) {
  const next = moreOf(status, more);
  return (
    <Link
      href={next ? casesPath(filter, { more: next }) : casesPath({ ...filter, status }, { view: "table" })}
      scroll={false}
      className={FOOT}
    >
      {next ? `Show more of ${countInWords(count)}` : "Show the rest as a table"}
    </Link>
  );
}
