import { z } from "zod";
import { isoTimeInput } from "#lib/iso-time";
import { exactText } from "#lib/query-params";
import { refIdInput } from "#lib/ref-id";

/** The states of a delivery: those of its latest run. A failed run is never the latest, because its retry is. */
export const DELIVERY_STATES = ["queued", "running", "succeeded", "dead", "skipped"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The filter of deliveries in the URL of their page and the query of the API. */
export const deliveriesFilter = z.object({
  destination: z.uuid("Not the id of a destination.").optional(),
  state: z.enum(DELIVERY_STATES, "No such state.").optional(),
  type: exactText.optional(),
  refId: refIdInput.optional(),
  source: exactText.optional(),
  /** Written at this time or later; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Written before this time. */
  to: isoTimeInput.optional(),
});

export type DeliveriesFilter = z.infer<typeof deliveriesFilter>;
