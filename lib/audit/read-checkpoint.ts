import { max } from "drizzle-orm";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { isPassedThrough, lastCheckpoint, type StoredCheckpoint } from "./sign-checkpoint.ts";

/** The last checkpoint, how many entries are newer, and whether the log still holds the entry it ends with. Null before the first. */
export async function readCheckpoint(
  actor: Actor,
): Promise<(StoredCheckpoint & { newer: number; holds: boolean }) | null> {
  authorize(actor, "audit:read");
  const last = await lastCheckpoint(database());
  if (!last) return null;
  const [newest] = await database()
    .select({ id: max(auditEntries.id) })
    .from(auditEntries);
  return { ...last, newer: Math.max(0, (newest?.id ?? 0) - last.size), holds: await isPassedThrough(database(), last) };
}
