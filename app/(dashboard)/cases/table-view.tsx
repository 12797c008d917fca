import { redirect } from "next/navigation";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import type { UserActor } from "#lib/access/actor";
import type { Count } from "#lib/cases/count-cases";
import type { CaseStatus } from "#lib/cases/lifecycle";
import { listCases } from "#lib/cases/list-cases";
import type { Person } from "#lib/cases/list-people";
import { Refusal } from "#lib/refusal";
import { NoneMatch } from "./board-view.tsx";
import { CasesTable } from "./cases-table.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { countInWords } from "./count-words.ts";
import { casesPath } from "./paths.ts";
import type { PageState } from "./view.ts";

type Props = { actor: UserActor; state: PageState; counts: Record<CaseStatus, Count>; people: Person[] };

/** The same cases as the board, one a line, a page at a time. */
export async function TableView({ actor, state, counts, people }: Props) {
  const { filter, view } = state;
  const page = await pageOrFirst(actor, state);
  if (page.items.length === 0) return <NoneMatch table />;
  const all = Object.values(counts);
  const total = { n: all.reduce((sum, { n }) => sum + n, 0), capped: all.some(({ capped }) => capped) };
  const hidden = view.hide?.split(",") ?? [];
  const { cursor, ...shape } = view;
  return (
    <>
      <Card>
        <div className="flex items-center gap-2 border-b border-line py-1 pr-1.5 pl-3">
          <p className="text-muted">{countInWords(total)} cases</p>
          <ColumnChoice state={state} hidden={hidden} />
        </div>
        <CasesTable
          key={cursor}
          lines={page.items}
          full={page.nextCursor !== null}
          filter={filter}
          view={shape}
          hidden={hidden}
          people={people}
          self={actor.id}
        />
      </Card>
      <nav aria-label="More cases" className="flex gap-2">
        {cursor ? <LinkButton href={casesPath(filter, shape)}>First page</LinkButton> : null}
        {page.nextCursor ? (
          <LinkButton
            href={casesPath(filter, { ...shape, cursor: page.nextCursor })}
            className="ml-auto"
            rel="next"
            data-keys="n"
            data-keys-label="Next page"
          >
            Next page
          </LinkButton>
        ) : null}
      </nav>
    </>
  );
}

/** A cursor that this order did not give, in an old or mended address, leads to the first page. */
async function pageOrFirst(actor: UserActor, { filter, view }: PageState) {
  try {
    return await listCases(actor, filter, { cursor: view.cursor });
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid")
      redirect(casesPath(filter, { ...view, cursor: undefined }));
    throw error;
  }
}
