import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import type { Topic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";

export type DestinationRow = typeof destinations.$inferSelect;

/** Topics of an act that ends or queues deliveries. */
export const DELIVERY_TOPICS: readonly Topic[] = ["destinations", "runs"];

/**
 * Locks a destination that is not deleted. Throws Refusal `not-found`. New deliveries refer to the row, and are not held up by this lock.
 */
export async function lockDestination(tx: Tx, destinationId: string): Promise<DestinationRow> {
  const [found] = await tx
    .select()
    .from(destinations)
    .where(and(eq(destinations.id, destinationId), isNull(destinations.deletedAt)))
    .for("no key update");
  if (!found) throw noDestination();
  return found;
}

export function noDestination(): Refusal {
  return new Refusal("not-found", "There is no such destination.");
}

export function destinationSubject(id: string) {
  return { kind: "destination", id };
}

/** Throws Refusal `wrong-state` where another destination has the name. Names stay unique until the commit. */
export async function refuseTakenName(tx: Tx, name: string, except?: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.destinationNames})`);
  const taken = and(
    isNull(destinations.deletedAt),
    eq(sql`lower(${destinations.name})`, sql`lower(${name})`),
    except === undefined ? undefined : ne(destinations.id, except),
  );
  if ((await tx.$count(destinations, taken)) === 0) return;
  throw new Refusal("wrong-state", `There is a destination ${name} already.`, { name: "Is taken." });
}

/** Where requests go, as the audit log keeps it for ever: the path or query of a webhook's URL may hold a token. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

/**
 * Ends every queued run of a destination as not sent, for this reason. Returns how many. A run that a worker is claiming just now is left
 * out: workers read the destination again before each request.
 */
export async function skipQueued(tx: Tx, destinationId: string, reason: string): Promise<number> {
  const skipped = await tx.execute(sql`
    with queued as (
      select id from runs where handler = ${`destination/${destinationId}`} and state = 'queued' for update skip locked
    )
    update runs set state = 'skipped', skipped = ${reason}, ended_at = now() from queued where runs.id = queued.id`);
  return skipped.count;
}
