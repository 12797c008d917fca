"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useMemo, useRef } from "react";
import { ArrivalsButton } from "#components/live/arrivals-button";
import { useSteadyLists } from "#components/live/use-steady-lists";
import { EmptyState } from "#components/ui/empty-state";
import type { MyDay as GivenDay, Section } from "#lib/cases/board/read-my-day";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { casesInWords, countInWords } from "../cases/count-words.ts";
import { casesPath, casesQuery } from "../cases/paths.ts";
import { DayRow } from "./day-row.tsx";
import { RowKeys, useRowKeys } from "./row-keys.tsx";
import { SECTION_WORDS } from "./section-words.ts";

const idOf = (line: CaseLine) => String(line.id);

type Props = { day: GivenDay; people: Person[]; templates: ReasonTemplate[]; self: string };

/** The sections, one below the other. Rows stay where they are while they are read: new ones wait until the reader asks for them. */
export function MyDay({ day, ...choices }: Props) {
  const lists = useMemo(
    () => day.sections.map(({ name, lines, count }) => ({ key: name, items: lines, full: count.n > lines.length })),
    [day],
  );
  const steady = useSteadyLists(lists, idOf, "my-day");
  const list = useRef<HTMLDivElement>(null);
  const keys = useRowKeys(list);
  const sections = day.sections.map((section, at) => ({ section, rows: steady.lists[at]?.items ?? [] }));
  const shown = sections.filter(({ rows }) => rows.length > 0);
  const mine = shown.filter(({ section }) => section.name !== "unassigned");
  return (
    <div ref={list} className="relative grid grid-cols-[minmax(0,1fr)] gap-4">
      <ArrivalsButton {...steady} />
      {mine.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={CircleCheck} title="Nothing is due.">
            No follow-up of yours is late, due within a week or raised again by a message. Take the next case that is
            nobody's, or look through{" "}
            <Link className="underline" href={casesPath({ assignee: "me" })}>
              all that is yours
            </Link>
            .
          </EmptyState>
        </div>
      ) : null}
      {shown.length > 0 ? <RowKeys {...keys} /> : null}
      {shown.map(({ section, rows }) => (
        <section key={section.name} aria-labelledby={`section-${section.name}`} className="grid gap-1.5">
          <SectionHead section={section} />
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {rows.map(({ id, item, place }) => (
              <DayRow
                key={id}
                list={casesQuery(section.filter, { view: "table" })}
                line={item}
                place={place}
                asOf={day.asOf}
                {...choices}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function SectionHead({ section: { name, filter, count, lines } }: { section: Section }) {
  const { title, meaning } = SECTION_WORDS[name];
  return (
    <header className="flex items-baseline gap-2">
      <h2 id={`section-${name}`} className="font-semibold" title={meaning}>
        {title}
      </h2>
      <span className="text-muted">{countInWords(count)}</span>
      {count.n > lines.length ? (
        <Link
          href={casesPath(filter, { view: "table" })}
          className="ml-auto inline-flex min-h-6 items-center rounded-sm text-xs text-muted hover:text-ink hover:underline"
        >
          All {casesInWords(count)}
        </Link>
      ) : null}
    </header>
  );
}
