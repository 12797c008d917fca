import type { Actor } from "#lib/actor";
import { may } from "#lib/permissions";

/** Whether `actor` is sent what `viewer-fields.ts` hides, and finds cases by it. */
export function mayReadPersonalData(actor: Actor): boolean {
  return "role" in actor && may(actor.role, "business:read");
}
