import Link from "next/link";
import { inOneUnit } from "#components/duration";
import type { SteadyItem } from "#components/steady-list";
import type { Count } from "#lib/cases/count-cases";
import type { CaseStatus } from "#lib/cases/lifecycle";
import type { CaseLine } from "#lib/cases/list-cases";
import type { Median } from "#lib/cases/median-time";
import { STATUS_LOOKS } from "../_chips/status-chip.tsx";
import { CaseCard } from "./case-card.tsx";
import { countInWords } from "./count-words.ts";

export type ColumnHead = {
  status: CaseStatus;
  count: Count;
  median?: Median | undefined;
  /** Where the rest of the column is, when there is a rest. */
  more?: { href: string; words: string } | undefined;
};

/** One state: how many, for how long, and the first of them. */
export function BoardColumn({ head, items }: { head: ColumnHead; items: SteadyItem<CaseLine>[] }) {
  const { icon: Icon, word, ink } = STATUS_LOOKS[head.status];
  const id = `column-${head.status}`;
  return (
    <section aria-labelledby={id} className="min-w-0 snap-start">
      <header className="z-10 flex h-9 items-center gap-1.5 bg-canvas px-0.5 xl:sticky xl:top-0">
        <Icon aria-hidden="true" className={`size-3.5 ${ink}`} />
        <h2 id={id} className="font-semibold">
          {word}
        </h2>
        <span className="text-muted">{countInWords(head.count)}</span>
        {head.median ? (
          <span className="ml-auto text-xs text-faint" title="Half of these cases have been in this state for longer">
            median {head.median.about ? "about " : ""}
            {inOneUnit(head.median.milliseconds)}
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
            <CaseCard key={key} line={item} place={place} />
          ))}
        </ul>
      )}
      {head.more ? (
        <Link
          href={head.more.href}
          scroll={false}
          className="mt-1.5 grid h-8 place-items-center rounded-md text-xs font-medium text-muted hover:bg-hover hover:text-ink"
        >
          {head.more.words}
        </Link>
      ) : null}
    </section>
  );
}
