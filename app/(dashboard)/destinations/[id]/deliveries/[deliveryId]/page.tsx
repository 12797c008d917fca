import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LiveTopics } from "#components/live/live-topics";
import { Time } from "#components/time";
import { Notice } from "#components/ui/notice";
import { requireActor } from "#lib/access/sessions/session";
import { findDelivery } from "#lib/deliveries/find-delivery";
import { findDeliveryNeighbours } from "#lib/deliveries/find-delivery-neighbours";
import type { Query } from "#lib/query-params";
import { orNotFound } from "../../../../or-not-found.ts";
import { one } from "../../../../param.ts";
import { filterOf, readView } from "../../../deliveries-view.ts";
import { Attempts } from "./attempts.tsx";
import { DeliveryActs } from "./delivery-acts.tsx";
import { DeliveryHeader } from "./delivery-header.tsx";

type Props = { params: Promise<{ id: string; deliveryId: string }>; searchParams: Promise<Query> };

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({ params, searchParams }: Props) {
  const actor = await requireActor("delivery:read");
  const { id, deliveryId } = await params;
  if (!/^\d{1,15}$/.test(deliveryId)) notFound();
  const delivery = await orNotFound(findDelivery(actor, { deliveryId: Number(deliveryId) }));
  if (delivery.destination.id !== id) notFound();
  const query = await searchParams;
  const list = one(query, "list") ?? "";
  const { view } = readView(Object.fromEntries(new URLSearchParams(list)));
  const place = { id: delivery.id, at: delivery.createdAt };
  const neighbours = await findDeliveryNeighbours(actor, filterOf(view, id), place);
  const raw = one(query, "show") === "raw";
  return (
    <>
      <LiveTopics topics={["runs", "destinations"]} />
      <DeliveryHeader delivery={delivery} list={list} />
      <DeliveryActs {...{ actor, delivery, neighbours, list }} />
      {delivery.removedAt === null ? null : (
        <Notice title="Removed under retention" className="mb-3">
          What it told was removed on <Time at={delivery.removedAt} absolute />. It cannot be sent any more.
        </Notice>
      )}
      {delivery.requestsRemovedAt === null ? null : (
        <Notice title="Requests removed under retention" className="mb-3">
          Requests of it with their answers were removed on <Time at={delivery.requestsRemovedAt} absolute />.
        </Notice>
      )}
      <Attempts {...{ delivery, list, raw }} />
    </>
  );
}
