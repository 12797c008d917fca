import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { database } from "#db/pool";
import { effects, events, letters } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";

const PAGE = 50;
const OPEN = ["intended", "unknown", "failed", "not-sent"] as const;

export type OpenLetter = {
  effectId: number;
  source: string;
  refId: string;
  messageId: string;
  state: (typeof OPEN)[number];
  detail: string | null;
  at: Date;
  /** Null where there is no contact on file, and so no letter. */
  recipient: string | null;
};

/** Letters that were not sent or may not have been, newest first, a page at a time. `cursor` is the last page's `nextCursor`. */
export async function listOpenLetters(
  actor: Actor,
  cursor?: number,
): Promise<{ items: OpenLetter[]; nextCursor: number | null }> {
  authorize(actor, "smtp:test");
  recordRead(actor, { what: "letters" });
  // Chosen first: joined to all letters by their ids, the open ones are looked for among those that were sent.
  const open = database()
    .select({ id: effects.id })
    .from(effects)
    .where(and(inArray(effects.state, [...OPEN]), cursor === undefined ? undefined : lt(effects.id, cursor)))
    .orderBy(desc(effects.id))
    .limit(PAGE + 1);
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
    .leftJoin(letters, eq(letters.effectId, effects.id))
    .innerJoin(events, eq(events.id, effects.eventId))
    .where(inArray(effects.id, open))
    .orderBy(desc(effects.id));
  const items = rows.slice(0, PAGE) as OpenLetter[];
  return { items, nextCursor: rows.length > PAGE ? (items.at(-1)?.effectId ?? null) : null };
}
