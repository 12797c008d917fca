import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { exactText } from "#lib/query-params";
import { unsettled } from "#lib/runs/delivery-problem";

/**
 * A failure: dead runs of one handler, or deliveries to one destination, whose errors differ only in ids, addresses and numbers. The handler
 * is `destination/<id>` for deliveries.
 */
export const failureInput = z.object({
  handler: exactText,
  failure: z.string().regex(/^[0-9a-f]{12}$/, "Not the name of a failure."),
});

export type FailureKey = z.infer<typeof failureInput>;

const DESTINATION = "destination/";

/** The destination whose deliveries a failure is about; undefined for a handler's. */
export function destinationIdOf({ handler }: Pick<FailureKey, "handler">): string | undefined {
  return handler.startsWith(DESTINATION) ? handler.slice(DESTINATION.length) : undefined;
}

/** The dead runs of a failure, as `dead`. Served by the index `runs_failures`. */
export function isFailure({ handler, failure }: FailureKey): SQL {
  return sql`dead.state = 'dead' and dead.latest and dead.handler = ${handler} and dead.failure = ${failure}`;
}

/**
 * Whether a dead run waits for somebody: what its handler should have done was neither done nor waived, or its destination is not deleted.
 * With `left join destinations on dead.handler = 'destination/' || destinations.id`.
 */
export const waits = sql`case when dead.delivery_id is null then ${unsettled} else destinations.deleted_at is null end`;
