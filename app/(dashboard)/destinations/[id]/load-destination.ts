import { notFound } from "next/navigation";
import { z } from "zod";
import type { Actor } from "#lib/actor";
import { findDestination } from "#lib/destinations/read-destinations";
import { orNotFound } from "../../or-not-found.ts";

/** The destination that the address names; 404 where there is none. */
export async function loadDestination(actor: Actor, id: string) {
  if (!z.uuid().safeParse(id).success) notFound();
  return await orNotFound(findDestination(actor, { destinationId: id }));
}
