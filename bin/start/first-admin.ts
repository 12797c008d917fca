import { closePool } from "#db/pool";
import { ensureFirstAdmin } from "#lib/access/team/first-admin";

/** Sees to it that somebody can get in: makes `wanted`, or returns the path of the one-time link while there is no user at all. */
export async function firstAdmin(wanted: { email: string; password: string } | undefined): Promise<string | undefined> {
  try {
    const invite = await ensureFirstAdmin(wanted ?? null);
    return invite ? `/invite#${invite.token}` : undefined;
  } finally {
    await closePool();
  }
}
