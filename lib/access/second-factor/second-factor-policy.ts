import { environment } from "#lib/environment";
import type { Role } from "#lib/permissions";

/**
 * Whether a role may sign in with a second factor only, as CASEWIRE_SECOND_FACTOR says. Unset: administrators, once the desk has a
 * public address; a trial on one's own machine is not held up.
 */
export function demandsSecondFactor(role: Role): boolean {
  const { CASEWIRE_SECOND_FACTOR, CASEWIRE_URL } = environment();
  if (CASEWIRE_SECOND_FACTOR) return CASEWIRE_SECOND_FACTOR.includes(role);
  return role === "admin" && CASEWIRE_URL !== undefined;
}
