import { and, asc, eq, gte, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { deliveries, outgoingEvents } from "#db/destination-schema";
import type { Tx } from "#db/pool";
import { events, runs } from "#db/schema";
import { destinationId } from "#lib/destinations/destination-input";
import type { DestinationRow } from "#lib/destinations/destination-row";
import { isoTimeInput } from "#lib/iso-time";
import { OUTGOING_TYPE_NAMES } from "#lib/outgoing/event-types";
import { takes } from "#lib/outgoing/subscription";
import { WAIVED } from "./waive-delivery.ts";

/** The most outgoing events that one recovery takes. */
export const MAX_RECOVERED = 10_000;

export const recoveryInput = z.object({
  destinationId,
  since: isoTimeInput.describe("what happened at this time or later; ISO 8601, UTC where it names no zone"),
  only: z
    .enum(["failed", "missed"], "It is failed or missed.")
    .optional()
    .describe(
      "`failed`: deliveries that gave up or were not sent; `missed`: events without a delivery; left out: both",
    ),
});

export type Recovery = Pick<z.infer<typeof recoveryInput>, "since" | "only">;

/** An outgoing event that a destination has not received. `deliveryId` is null where it has no delivery yet. */
export type Unreceived = {
  id: number;
  type: string;
  source: string;
  refId: string;
  at: Date;
  deliveryId: number | null;
};

/** What a replay says it was asked for. */
export function recoveryText({ since, only }: Recovery): string {
  const what = { failed: "gave up or not sent", missed: "never queued", both: "gave up, not sent or never queued" };
  return `${what[only ?? "both"]} since ${since}`;
}

/**
 * What a destination takes and has not received since a time, oldest first. A delivery that is queued or running, that succeeded once or was
 * waived is left out; so is what retention has removed, and every test. Read along `outgoing_events_at`.
 */
export async function unreceived(
  tx: Tx,
  destination: DestinationRow,
  { since, only }: Recovery,
  limit: number,
): Promise<Unreceived[]> {
  const { id, type, source, refId, at } = outgoingEvents;
  return await tx
    .select({ id, type, source, refId, at, deliveryId: deliveries.id })
    .from(outgoingEvents)
    .leftJoin(deliveries, and(eq(deliveries.outgoingEventId, id), eq(deliveries.destinationId, destination.id)))
    .leftJoin(runs, and(eq(runs.deliveryId, deliveries.id), eq(runs.latest, true)))
    .leftJoin(events, eq(events.id, outgoingEvents.eventId))
    .where(
      and(
        gte(at, new Date(since)),
        takenBy(destination),
        isNull(outgoingEvents.removedAt),
        destination.format === "as-received" ? and(isNotNull(events.id), isNull(events.removedAt)) : undefined,
        or(only === "failed" ? undefined : isNull(deliveries.id), only === "missed" ? undefined : hasFailed()),
      ),
    )
    .orderBy(asc(at), asc(id))
    .limit(limit);
}

/** `takes` of lib/outgoing as a condition: its types, its source, and what is not about itself. */
function takenBy(destination: DestinationRow): SQL | undefined {
  const { type, source, body, removedAt } = outgoingEvents;
  const types = OUTGOING_TYPE_NAMES.filter((name) => takes(destination, { type: name, about: null }));
  return and(
    inArray(type, types),
    destination.source === null ? undefined : inArray(source, [destination.source, ""]),
    sql`case when ${source} = '' and ${removedAt} is null
      then ${body}::jsonb -> 'data' ->> 'destinationId' is distinct from ${destination.id} else true end`,
  );
}

function hasFailed(): SQL | undefined {
  return and(
    inArray(runs.state, ["failed", "dead", "skipped"]),
    sql`coalesce(${runs.skipped}, '') not like ${`${WAIVED}%`}`,
    sql`not exists (select from runs as sent where sent.delivery_id = ${deliveries.id} and sent.state = 'succeeded')`,
  );
}
