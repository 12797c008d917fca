import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { destinations } from "#db/destination-schema";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { noDestination } from "#lib/destinations/destination-row";
import { MAX_RECOVERED, type recoveryInput, type Unreceived, unreceived } from "./unreceived.ts";

/** How many cases are named, as examples of the rest. */
const MAX_NAMED = 10;

export type RecoveryPreview = {
  /** How many deliveries would be queued, MAX_RECOVERED at most. */
  count: number;
  /** There are more than MAX_RECOVERED: the recovery cannot be started. */
  capped: boolean;
  /** How many cases they are about. */
  cases: number;
  /** The first of these cases. */
  firstCases: { source: string; refId: string }[];
  /** The most frequent first. */
  types: { type: string; count: number }[];
  /** When the first and the last of them happened; null where there is none. */
  oldest: Date | null;
  newest: Date | null;
};

/** What a recovery would send, without doing it. Throws Refusal `not-found`. */
export async function previewRecovery(
  actor: Actor,
  { destinationId, since, only }: z.infer<typeof recoveryInput>,
): Promise<RecoveryPreview> {
  authorizePreview(actor, "destination:recover");
  const found = await transaction(async (tx) => {
    const current = and(eq(destinations.id, destinationId), isNull(destinations.deletedAt));
    const [destination] = await tx.select().from(destinations).where(current);
    if (!destination) throw noDestination();
    return await unreceived(tx, destination, { since, only }, MAX_RECOVERED + 1);
  });
  const chosen = found.slice(0, MAX_RECOVERED);
  const cases = Map.groupBy(
    chosen.filter(({ refId }) => refId !== ""),
    ({ source, refId }) => JSON.stringify([source, refId]),
  );
  return {
    count: chosen.length,
    capped: found.length > MAX_RECOVERED,
    cases: cases.size,
    firstCases: [...cases.values()].slice(0, MAX_NAMED).flatMap(([first]) => (first ? [caseOf(first)] : [])),
    types: countsOf(chosen),
    oldest: chosen.at(0)?.at ?? null,
    newest: chosen.at(-1)?.at ?? null,
  };
}

function caseOf({ source, refId }: Unreceived) {
  return { source, refId };
}

function countsOf(chosen: readonly Unreceived[]) {
  const byType = Map.groupBy(chosen, ({ type }) => type);
  return [...byType].map(([type, of]) => ({ type, count: of.length })).sort((a, b) => b.count - a.count);
}
