import { LayoutDashboard, Table2 } from "lucide-react";
import type { Metadata } from "next";
import { LiveTopics } from "#components/live";
import { PageHeader } from "#components/page-header";
import { Notice } from "#components/ui/notice";
import { Segments } from "#components/ui/segments";
import type { UserActor } from "#lib/access/actor";
import { may } from "#lib/access/permissions";
import { requireActor } from "#lib/access/session";
import { countCases } from "#lib/cases/count-cases";
import { queryFromCasesFilter } from "#lib/cases/filter";
import { listPeople } from "#lib/cases/list-people";
import { AttentionStrip } from "../attention-strip.tsx";
import { BoardView } from "../board-view.tsx";
import { CasesFilterBar } from "../cases-filter-bar.tsx";
import { FirstSteps } from "../first-steps.tsx";
import { casesPath } from "../paths.ts";
import { TableView } from "../table-view.tsx";
import { type PageState, type Query, readQuery } from "../view.ts";

export const metadata: Metadata = { title: "Cases" };

export default async function CasesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("case:read");
  const state = readQuery(await searchParams);
  const { filter, view } = state;
  const { cursor: _, ...shape } = view;
  const views = [
    { href: casesPath(filter, { ...shape, view: undefined }), label: "Board", icon: LayoutDashboard },
    { href: casesPath(filter, { ...shape, view: "table" }), label: "Table", icon: Table2 },
  ].map((one) => ({ ...one, current: (one.label === "Table") === (view.view === "table") }));
  return (
    <>
      <LiveTopics topics={["cases"]} />
      <PageHeader title="Cases" actions={<Segments label="View" segments={views} />} />
      <Cases actor={actor} state={state} />
    </>
  );
}

async function Cases({ actor, state }: { actor: UserActor; state: PageState }) {
  const [counts, people] = await Promise.all([
    countCases(actor, state.filter),
    may(actor.role, "case:assign") ? listPeople(actor) : [],
  ]);
  const empty = Object.values(counts).every(({ n }) => n === 0);
  if (empty && queryFromCasesFilter(state.filter).size === 0) return <FirstSteps actor={actor} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <AttentionStrip actor={actor} state={state} />
      <CasesFilterBar state={state} people={people} />
      {Object.entries(state.problems).map(([field, problem]) => (
        <Notice key={field} tone="amber">
          The address has a {field} that is left out: {problem}
        </Notice>
      ))}
      {state.view.view === "table" ? (
        <TableView actor={actor} state={state} counts={counts} people={people} />
      ) : (
        <BoardView actor={actor} state={state} counts={counts} />
      )}
    </div>
  );
}
