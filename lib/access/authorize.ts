import type { Actor } from "#lib/access/actor";
import { may, type Permission, rolesThatMay } from "#lib/access/permissions";
import { NotAllowed } from "#lib/refusal";

/** The first line of every verb and query. Throws Refusal `not-allowed`. */
export function authorize(actor: Actor, permission: Permission): void {
  if ((actor.kind === "user" || actor.kind === "token") && may(actor.role, permission)) return;
  const roles = rolesThatMay(permission).join(", ");
  throw new NotAllowed(permission, `${actor.label} may not do this: ${permission} is for the role ${roles}.`);
}
