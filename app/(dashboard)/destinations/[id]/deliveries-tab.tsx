import { PackageOpen, SearchX } from "lucide-react";
import { redirect } from "next/navigation";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import type { UserActor } from "#lib/actor";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { destinationPath } from "#lib/page-paths";
import type { Query } from "#lib/query-params";
import { Refusal } from "#lib/refusal";
import { one } from "../../param.ts";
import { type DeliveriesView, filterOf, readView, writeView } from "../deliveries-view.ts";
import { DeliveriesList } from "./deliveries-list.tsx";
import { DeliveryFilter } from "./delivery-filter.tsx";

/** The deliveries of a destination, the last written first. */
export async function DeliveriesTab(props: { actor: UserActor; destinationId: string; query: Query }) {
  const { actor, destinationId, query } = props;
  const { view, problems } = readView(query);
  const cursor = one(query, "cursor");
  const { items, nextCursor } = await pageOrFirst(actor, { destinationId, view, cursor });
  const list = writeView(view);
  const first = destinationPath(destinationId, view);
  return (
    <>
      <div className="grid gap-2 p-3">
        <DeliveryFilter path={destinationPath(destinationId)} view={view} />
        {Object.entries(problems).map(([name, problem]) => (
          <Notice key={name} tone="amber">
            {name} is left out: {problem}
          </Notice>
        ))}
      </div>
      <div className="border-t border-line">
        {items.length === 0 ? (
          <NoDeliveries destinationId={destinationId} filtered={list !== ""} hasOlder={nextCursor !== null} />
        ) : (
          <DeliveriesList deliveries={items} list={list} full={nextCursor !== null} key={cursor} />
        )}
      </div>
      {cursor === undefined && nextCursor === null ? null : (
        <nav aria-label="More deliveries" className="flex gap-2 border-t border-line p-3">
          {cursor === undefined ? null : <LinkButton href={first}>Newest</LinkButton>}
          {nextCursor === null ? null : (
            <LinkButton
              href={destinationPath(destinationId, { ...view, cursor: nextCursor })}
              className="ml-auto"
              rel="next"
            >
              Older
            </LinkButton>
          )}
        </nav>
      )}
    </>
  );
}

type Asked = { destinationId: string; view: DeliveriesView; cursor: string | undefined };

/** An invalid cursor, as from an edited address, leads to the first page. */
async function pageOrFirst(actor: UserActor, { destinationId, view, cursor }: Asked) {
  try {
    return await listDeliveries(actor, filterOf(view, destinationId), { cursor });
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid") redirect(destinationPath(destinationId, view));
    throw error;
  }
}

type None = { destinationId: string; filtered: boolean; hasOlder: boolean };

/** A page looks through a limited number of deliveries. */
function NoDeliveries({ destinationId, filtered, hasOlder }: None) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title={hasOlder ? "None of the newest deliveries matches. Older ones may." : "No delivery matches"}
        actions={<LinkButton href={destinationPath(destinationId)}>Clear the filter</LinkButton>}
      />
    );
  }
  return (
    <EmptyState icon={PackageOpen} title="Nothing was sent to it yet">
      It is told of what happens from now on. A test event shows at once whether it answers.
    </EmptyState>
  );
}
