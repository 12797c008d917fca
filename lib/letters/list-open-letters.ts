import { desc, eq, inArray } from "drizzle-orm";
import { database } from "#db/pool";
import { effects, events, letters } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";

const MOST = 200;
const OPEN = ["intended", "unknown", "failed", "not-sent"] as const;

export type OpenLetter = {
  effectId: number;
  source: string;
  refId: string;
  messageId: string;
  state: (typeof OPEN)[number];
  detail: string | null;
  at: Date;
  recipient: string;
};

/** Letters that were not sent or may not have been, newest first, 200 at most. */
export async function listOpenLetters(actor: Actor): Promise<OpenLetter[]> {
  authorize(actor, "smtp:test");
  // Chosen first: joined to all letters by their ids, the open ones are looked for among those that were sent.
  const open = database()
    .select({ id: effects.id })
    .from(effects)
    .where(inArray(effects.state, [...OPEN]))
    .orderBy(desc(effects.id))
    .limit(MOST);
  const rows = await database()
    .select({
      effectId: effects.id,
      source: effects.source,
      refId: effects.refId,
      messageId: events.messageId,
      state: effects.state,
      detail: effects.detail,
      at: effects.at,
      recipient: letters.recipient,
    })
    .from(effects)
    .innerJoin(letters, eq(letters.effectId, effects.id))
    .innerJoin(events, eq(events.id, effects.eventId))
    .where(inArray(effects.id, open))
    .orderBy(desc(effects.id));
  return rows as OpenLetter[];
}
