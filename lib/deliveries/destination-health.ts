import { eq, sql } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import type { Tx } from "#db/pool";
import { record } from "#lib/audit/record";
import { type DestinationRow, destinationSubject, skipQueued } from "#lib/destinations/destination-row";
import { environment } from "#lib/environment";
import { emit } from "#lib/outgoing/emit";

/** What admins are told of a destination, once. */
export type HealthChange = { kind: "failing" | "disabled"; name: string; failingSince: Date; reason: string };

const JOB = { kind: "job", id: "delivery-worker", label: "delivery-worker" } as const;
const DAY_MS = 86_400_000;
/** After so many days of nothing but failures admins are told. */
const TOLD_AFTER_DAYS = 3;

/**
 * Notes that a request to a destination has failed. After three days of nothing but failures the other destinations and admins are told, and
 * after CASEWIRE_DESTINATIONS_DISABLE_DAYS it is disabled; at once when it has answered 410. Returns what to tell.
 */
export async function noteFailure(tx: Tx, id: string, { gone }: { gone: boolean }): Promise<HealthChange | undefined> {
  const row = await markFailing(tx, id);
  if (!row || row.deletedAt || row.state === "disabled" || !row.failingSince) return undefined;
  const failingDays = (Date.now() - row.failingSince.getTime()) / DAY_MS;
  const limit = environment().CASEWIRE_DESTINATIONS_DISABLE_DAYS;
  if (gone) return await disable(tx, row, "It answered 410: it wants no more deliveries.");
  if (limit > 0 && failingDays >= limit) return await disable(tx, row, `Every request has failed for ${limit} days.`);
  return failingDays >= TOLD_AFTER_DAYS && !row.failingToldAt ? await tellFailing(tx, row) : undefined;
}

/** Most failures find the mark already set, and need no lock on the row, which claims take too. */
async function markFailing(tx: Tx, id: string): Promise<DestinationRow | undefined> {
  const [row] = await tx.select().from(destinations).where(eq(destinations.id, id));
  if (!row || row.state === "disabled") return undefined;
  if (row.failingSince && Date.now() - row.failingSince.getTime() < TOLD_AFTER_DAYS * DAY_MS) return row;
  const [marked] = await tx
    .update(destinations)
    .set({ failingSince: sql`coalesce(${destinations.failingSince}, now())` })
    .where(eq(destinations.id, id))
    .returning();
  return marked;
}

/** Notes that a destination that others were told of as failing has taken a delivery again. */
export async function noteRecovery(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.select().from(destinations).where(eq(destinations.id, id)).for("no key update");
  if (!row?.failingSince || !row.failingToldAt) return;
  await emit(tx, [
    { type: "destination.recovered", key: `destination.recovered/${keyOf(row)}`, about: null, facts: factsOf(row) },
  ]);
}

async function tellFailing(tx: Tx, row: DestinationRow): Promise<HealthChange> {
  await tx.update(destinations).set({ failingToldAt: sql`now()` }).where(eq(destinations.id, row.id));
  await emit(tx, [
    { type: "destination.failing", key: `destination.failing/${keyOf(row)}`, about: null, facts: factsOf(row) },
  ]);
  return changeOf(row, "failing", "");
}

async function disable(tx: Tx, row: DestinationRow, reason: string): Promise<HealthChange> {
  await tx
    .update(destinations)
    .set({ state: "disabled", stateBy: JOB.label, stateReason: reason, stateAt: sql`now()` })
    .where(eq(destinations.id, row.id));
  const skipped = await skipQueued(tx, row.id, `The destination was disabled: ${reason}`);
  const facts = { ...factsOf(row), reason };
  await emit(tx, [{ type: "destination.disabled", key: `destination.disabled/${keyOf(row)}`, about: null, facts }]);
  await record(tx, {
    actor: JOB,
    action: "destination.disabled",
    subject: destinationSubject(row.id),
    detail: { name: row.name, skipped, why: reason },
  });
  return changeOf(row, "disabled", reason);
}

function factsOf({ id, name, failingSince }: DestinationRow) {
  return { destinationId: id, name, failingSince: (failingSince ?? new Date()).toISOString() };
}

/** Each time that a destination begins to fail is told once. */
function keyOf({ id, failingSince }: DestinationRow): string {
  return `${id}/${failingSince?.getTime() ?? 0}`;
}

function changeOf({ name, failingSince }: DestinationRow, kind: HealthChange["kind"], reason: string): HealthChange {
  return { kind, name, failingSince: failingSince ?? new Date(), reason };
}
