import type { Actor } from "#lib/actor";
import { may } from "#lib/permissions";

/** Whether `actor` may see and search the fields that `viewer-fields.ts` hides. */
export function mayReadPersonalData(actor: Actor): boolean {
  return "role" in actor && may(actor.role, "business:read");
}
