import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { may, type Permission } from "#lib/permissions";
import { Refusal } from "#lib/refusal";
import { destinationIdOf, type FailureKey, isFailure, waits } from "./failure.ts";

/** The most runs of a failure that an engineer acts on at once, and whoever may replay events. */
export const MAX_AT_ONCE = { few: 100, many: 10_000 } as const;

export type WaitingRun = {
  id: number;
  eventId: number | null;
  deliveryId: number | null;
  source: string;
  refId: string;
  occurredAt: Date;
};

/**
 * The runs of a failure that wait for somebody and whose content is not removed, the earliest first. With `lock` they are locked, and those
 * that somebody else has locked are left out.
 */
export async function waitingRuns(
  tx: Tx,
  key: FailureKey,
  limit: number,
  { lock = false } = {},
): Promise<WaitingRun[]> {
  return await preparedQuery<WaitingRun>(
    tx,
    sql`
    select dead.id, dead.event_id, dead.delivery_id, dead.source, dead.ref_id, dead.occurred_at
    from runs as dead
    left join destinations on dead.handler = 'destination/' || destinations.id
    left join events on events.id = dead.event_id
    left join deliveries on deliveries.id = dead.delivery_id
    left join outgoing_events as told on told.id = deliveries.outgoing_event_id
    where ${isFailure(key)} and ${waits} and events.removed_at is null and told.removed_at is null
    order by dead.id limit ${limit}::int ${lock ? sql`for update of dead skip locked` : sql``}`,
  );
}

/** How many runs of a failure `actor` may act on at once. */
export function maxAtOnce(actor: Actor, key: FailureKey): number {
  const role = "role" in actor ? actor.role : undefined;
  return role && may(role, permissionForMany(key)) ? MAX_AT_ONCE.many : MAX_AT_ONCE.few;
}

/** Acting on many cases at once takes the permission, and the recent proof of identity, of a replay or recovery. */
function permissionForMany(key: FailureKey): Permission {
  return destinationIdOf(key) === undefined ? "replay:start" : "destination:recover";
}

/**
 * The runs of a failure that an act is about. Throws Refusal `not-found` when none waits, `too-many` when they are more than the actor may act
 * on at once, and `not-fresh` when they are many and the actor has not proved lately who they are.
 */
export async function runsOfAct(tx: Tx, actor: Actor, key: FailureKey): Promise<WaitingRun[]> {
  const most = maxAtOnce(actor, key);
  const found = await waitingRuns(tx, key, most + 1, { lock: true });
  if (found.length === 0) throw new Refusal("not-found", "Nothing that gave up so waits any more.");
  if (found.length > most) throw new Refusal("too-many", tooMany(most));
  if (found.length > MAX_AT_ONCE.few) authorize(actor, permissionForMany(key));
  return found;
}

function tooMany(most: number): string {
  const more = `More than ${most.toLocaleString("en")} runs gave up so.`;
  return most === MAX_AT_ONCE.few
    ? `${more} An admin can act on up to ${MAX_AT_ONCE.many.toLocaleString("en")} of them at once.`
    : `${more} Replay their events by time instead.`;
}

/** How many cases the runs are about. */
export function casesOf(runs: readonly WaitingRun[]): number {
  return new Set(runs.filter(({ refId }) => refId !== "").map(({ source, refId }) => JSON.stringify([source, refId])))
    .size;
}
