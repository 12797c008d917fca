import { excessPrivileges } from "#db/privileges";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { log } from "#lib/log";

/** What is wrong with the application's database role, for readers of the audit log; null where nothing is. */
export function readRoleWarning(actor: Actor): Promise<string | null> {
  authorize(actor, "audit:read");
  return roleWarning();
}

/** Logs it at the start of a process. Health reports a database that does not answer. */
export function logRoleWarning(): void {
  void roleWarning().then(
    (warning) => warning && log.warn(warning),
    () => {},
  );
}

/** The same for a caller that decides itself who is told. */
export async function roleWarning(): Promise<string | null> {
  const { role, may } = await excessPrivileges();
  if (may.length === 0) return null;
  return (
    `The database role ${role} may ${may.join("; ")}. Whoever holds its password can write the audit log anew. ` +
    "Give the application a role of its own and migrate as another, named by DATABASE_OWNER_URL (docs/database.md)."
  );
}
