import type { Actor } from "./actor.ts";
import { may, type Permission, rolesThatMay, STEP_UP, STEP_UP_MINUTES } from "./permissions.ts";
import { NotAllowed, Refusal } from "./refusal.ts";

/**
 * The first line of every verb and query. Throws Refusal `not-allowed`, and `not-fresh` where the act demands a recent proof of identity
 * and the person has given none.
 */
export function authorize(actor: Actor, permission: Permission): void {
  authorizePreview(actor, permission);
  if (actor.kind !== "user" || !STEP_UP.has(permission) || isFresh(actor.verifiedAt)) return;
  throw new Refusal("not-fresh", "Confirm first that it is you: this was more than ten minutes ago.");
}

/** The same for a preview of an act: it demands no recent proof. */
export function authorizePreview(actor: Actor, permission: Permission): void {
  if ((actor.kind === "user" || actor.kind === "token") && may(actor.role, permission)) return;
  const roles = rolesThatMay(permission).join(", ");
  throw new NotAllowed(permission, `${actor.label} may not do this: ${permission} is for the role ${roles}.`);
}

function isFresh(verifiedAt: Date | undefined): boolean {
  return verifiedAt !== undefined && Date.now() - verifiedAt.getTime() < STEP_UP_MINUTES * 60_000;
}
