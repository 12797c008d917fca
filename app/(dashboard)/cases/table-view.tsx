import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { LiveTopics } from "#components/live/live-topics";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import type { UserActor } from "#lib/actor";
import { attentionCounts } from "#lib/cases/board/attention-counts";
import { countCases } from "#lib/cases/board/count-cases";
import { casesFilter } from "#lib/cases/board/filter";
import { listCases } from "#lib/cases/board/list-cases";
import { shownSort } from "#lib/cases/board/shown-sort";
import { writeFilter } from "#lib/query-params";
import { Refusal } from "#lib/refusal";
import { AttentionStrip } from "./attention-strip.tsx";
import type { Acting } from "./bulk-bar.tsx";
import { CasesTable } from "./cases-table.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { casesInWords } from "./count-words.ts";
import { FirstSteps } from "./first-steps.tsx";
import { NoneMatch } from "./none-match.tsx";
import { casesPath, casesQuery } from "./paths.ts";
import type { PageState } from "./view.ts";

type Props = { actor: UserActor; state: PageState; acting: Acting | null; bar: ReactNode };

/** The cases of the filter, one a line, in pages. */
export async function TableView({ actor, state, acting, bar }: Props) {
  const { filter, view } = state;
  const [counts, attention, page] = await Promise.all([
    countCases(actor, filter),
    attentionCounts(actor, filter),
    pageOrFirst(actor, state),
  ]);
  const all = Object.values(counts);
  const total = { n: all.reduce((sum, { n }) => sum + n, 0), capped: all.some(({ capped }) => capped) };
  if (total.n === 0 && writeFilter(casesFilter, filter).size === 0) return <FirstSteps actor={actor} />;
  const hidden = view.hide?.split(",") ?? [];
  const { cursor, ...shape } = view;
  const table = (
    <Card>
      <div className="flex items-center gap-2 border-b border-line py-1 pr-1.5 pl-3">
        <p className="text-muted">{casesInWords(total)}</p>
        <ColumnChoice state={state} hidden={hidden} />
      </div>
      <CasesTable
        key={cursor}
        lines={page.items.map((line, at) => ({ ...line, at: page.ats[at] }))}
        full={page.nextCursor !== null}
        filter={filter}
        view={shape}
        list={casesQuery(filter, view)}
        hidden={hidden}
        acting={acting}
      />
    </Card>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <LiveTopics topics={["cases"]} />
      <AttentionStrip counts={attention} filter={filter} view={{ view: "table", hide: view.hide }} />
      {bar}
      {page.items.length === 0 ? <NoneMatch table /> : table}
      <MoreCases state={state} nextCursor={page.nextCursor} />
    </div>
  );
}

function MoreCases({ state: { filter, view }, nextCursor }: { state: PageState; nextCursor: string | null }) {
  const { cursor, ...shape } = view;
  if (!(cursor || nextCursor)) return null;
  return (
    <nav aria-label="More cases" className="flex gap-2">
      {cursor ? <LinkButton href={casesPath(filter, shape)}>First page</LinkButton> : null}
      {nextCursor ? (
        <LinkButton
          href={casesPath(filter, { ...shape, cursor: nextCursor })}
          className="ml-auto"
          rel="next"
          data-keys="n"
          data-keys-label="Next page"
        >
          Next page
        </LinkButton>
      ) : null}
    </nav>
  );
}

/** A cursor of another order, from an old or edited address, leads to the first page. */
async function pageOrFirst(actor: UserActor, { filter, view }: PageState) {
  try {
    return await listCases(actor, { ...filter, sort: shownSort(filter) }, { cursor: view.cursor });
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid")
      redirect(casesPath(filter, { ...view, cursor: undefined }));
    throw error;
  }
}
