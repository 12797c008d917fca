import { closePool } from "#db/pool";
import { ensureFirstAdmin } from "#lib/access/team/first-admin";

/** Creates the administrator `wanted`; without one, returns the path of the one-time link as long as there is no user. */
export async function firstAdmin(wanted: { email: string; password: string } | undefined): Promise<string | undefined> {
  try {
    const invite = await ensureFirstAdmin(wanted ?? null);
    return invite ? `/invite#${invite.token}` : undefined;
  } finally {
    await closePool();
  }
}
