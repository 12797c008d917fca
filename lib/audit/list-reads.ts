import { and, desc, eq } from "drizzle-orm";
import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";

const MAX_ROWS = 10;

export type CaseRead = Pick<
  typeof dataReads.$inferSelect,
  "id" | "at" | "actorKind" | "actorLabel" | "remoteAddress" | "what" | "messageId"
>;

/** Who read a case, its events or their bytes, the last ten times. */
export function listReads(actor: Actor, { source, refId }: { source: string; refId: string }): Promise<CaseRead[]> {
  authorize(actor, "audit:read");
  const { id, at, actorKind, actorLabel, remoteAddress, what, messageId } = dataReads;
  return database()
    .select({ id, at, actorKind, actorLabel, remoteAddress, what, messageId })
    .from(dataReads)
    .where(and(eq(dataReads.source, source), eq(dataReads.refId, refId)))
    .orderBy(desc(id))
    .limit(MAX_ROWS);
}
