import { LayoutDashboard, Table2 } from "lucide-react";
import type { Metadata } from "next";
import { PageHeader } from "#components/page-header";
import { Segments } from "#components/ui/segments";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { casesFilter } from "#lib/cases/board/filter";
import { readBoard } from "#lib/cases/board/read-board";
import { listPeople } from "#lib/cases/list-people";
import { listTemplates } from "#lib/cases/list-templates";
import { may } from "#lib/permissions";
import { writeFilter } from "#lib/query-params";
import { viewQuery } from "#lib/saved-views/view-query";
import { viewsOf } from "../../_shell/saved-views.tsx";
import { exportCasesAction } from "../../exports/actions.ts";
import { ExportDialog } from "../../exports/export-form.tsx";
import { Board } from "../board.tsx";
import { CasesFilterBar } from "../cases-filter-bar.tsx";
import { FirstSteps } from "../first-steps.tsx";
import { casesPath, casesQuery } from "../paths.ts";
import { TableView } from "../table-view.tsx";
import { type PageState, type Query, readQuery } from "../view.ts";
import { ViewMenu } from "../view-menu.tsx";

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
      <PageHeader
        title="Cases"
        help="attention"
        actions={
          <>
            <SavedViewMenu actor={actor} query={viewQuery(casesQuery(filter, shape))} />
            {may(actor.role, "cases:export") ? (
              <ExportDialog
                title="Export this list"
                description="Every case that the filter finds, in its order."
                action={exportCasesAction}
                label="Export this list"
                filter={Object.fromEntries(writeFilter(casesFilter, filter))}
              />
            ) : null}
            <Segments label="View" segments={views} />
          </>
        }
      />
      <Cases actor={actor} state={state} />
    </>
  );
}

async function SavedViewMenu({ actor, query }: { actor: UserActor; query: string }) {
  const view = (await viewsOf(actor)).find((one) => one.query === query);
  const link = view === undefined ? "" : `${await publicAddress()}/views/${view.id}`;
  return <ViewMenu key={query} query={query} view={view} link={link} mayShare={may(actor.role, "view:share")} />;
}

async function Cases({ actor, state }: { actor: UserActor; state: PageState }) {
  const { filter, view } = state;
  const table = view.view === "table";
  const acts = may(actor.role, "case:assign");
  const [people, templates, board] = await Promise.all([
    acts ? listPeople(actor) : [],
    acts ? listTemplates(actor) : [],
    table ? null : readBoard(actor, { filter, more: view.more }),
  ]);
  const bar = <CasesFilterBar state={state} people={people} byName={may(actor.role, "business:read")} />;
  const acting = acts ? { people, templates, self: actor.id } : null;
  if (!board) return <TableView actor={actor} state={state} acting={acting} bar={bar} />;
  const empty = board.frame.columns.every(({ count, earlier }) => count.n === 0 && !earlier);
  if (empty && writeFilter(casesFilter, filter).size === 0) return <FirstSteps actor={actor} />;
  return (
    <Board given={board} view={{ filter, more: view.more }} acting={acting}>
      {bar}
    </Board>
  );
}
