import { SearchX } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import type { UserActor } from "#lib/access/actor";
import type { Count } from "#lib/cases/count-cases";
import { type CaseStatus, STATUSES } from "#lib/cases/lifecycle";
import { listCases } from "#lib/cases/list-cases";
import { medianTime } from "#lib/cases/median-time";
import { Board, type Column } from "./board.tsx";
import { countInWords } from "./count-words.ts";
import { casesPath } from "./paths.ts";
import { cardsOf, moreOf, type PageState } from "./view.ts";

type Props = { actor: UserActor; state: PageState; counts: Record<CaseStatus, Count> };

/** Asks for each column's first cards, and for no column that has none. */
export async function BoardView({ actor, state, counts }: Props) {
  const { filter, view } = state;
  if (Object.values(counts).every(({ n }) => n === 0)) return <NoneMatch table={false} />;
  const wanted = STATUSES.filter((status) => filter.status === undefined || filter.status === status);
  const [medians, ...lists] = await Promise.all([
    medianTime(actor),
    ...wanted.map((status) =>
      counts[status].n === 0
        ? { items: [], nextCursor: null }
        : listCases(actor, { ...filter, status }, { limit: cardsOf(status, view.more) }),
    ),
  ]);
  const columns = wanted.map((status, at): Column => {
    const list = lists[at] ?? { items: [], nextCursor: null };
    return {
      status,
      count: counts[status],
      median: medians[status],
      items: list.items,
      more: list.nextCursor ? restOf(status, state, counts[status]) : undefined,
    };
  });
  return <Board columns={columns} query={casesPath(filter, { more: view.more })} />;
}

/** Another screen of the column, and from some length on the table, which pages. */
function restOf(status: CaseStatus, { filter, view }: PageState, count: Count): Column["more"] {
  const more = moreOf(status, view.more);
  return more
    ? { href: casesPath(filter, { more }), words: `Show more of ${countInWords(count)}` }
    : { href: casesPath({ ...filter, status }, { view: "table" }), words: "Show the rest as a table" };
}

export function NoneMatch({ table }: { table: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No case matches"
      actions={<LinkButton href={casesPath({}, table ? { view: "table" } : {})}>Clear the filter</LinkButton>}
    >
      Search finds any part of a refId or of a business’s name.
    </EmptyState>
  );
}
