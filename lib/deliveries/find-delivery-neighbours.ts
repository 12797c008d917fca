import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { TimePlace } from "#lib/cursor";
import { chooseDeliveries } from "./choose-deliveries.ts";
import type { DeliveriesFilter } from "./filter.ts";

export type DeliveryNeighbours = { newer: number | undefined; older: number | undefined };

/** The deliveries next to `place` in the list of the filter, also where that one is no longer in it. */
export async function findDeliveryNeighbours(
  actor: Actor,
  filter: DeliveriesFilter,
  place: TimePlace,
): Promise<DeliveryNeighbours> {
  authorize(actor, "delivery:read");
  const next = async (direction: "newer" | "older") => {
    const { places } = await chooseDeliveries(filter, { cursor: place, limit: 1, direction });
    return places[0]?.id;
  };
  const [newer, older] = await Promise.all([next("newer"), next("older")]);
  return { newer, older };
}
