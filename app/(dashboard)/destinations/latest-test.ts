import { z } from "zod";
import type { Actor } from "#lib/actor";
import { listDeliveries } from "#lib/deliveries/list-deliveries";

export type LatestTest = Awaited<ReturnType<typeof latestTest>>;

/** The last test of a destination, if there was one. */
export async function latestTest(actor: Actor, destinationId: string) {
  if (!z.uuid().safeParse(destinationId).success) return null;
  const { items } = await listDeliveries(actor, { destination: destinationId, type: "test" }, { limit: 1 });
  const [test] = items;
  if (!test) return null;
  const { id, at, state, attempt, reason, lastAttempt } = test;
  return { id, at, state, attempt, reason, lastAttempt };
}
