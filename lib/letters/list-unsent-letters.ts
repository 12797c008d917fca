import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { database } from "#db/pool";
import { effects, events, letters } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";

const PAGE = 50;
const UNSENT = ["intended", "unknown", "failed", "not-sent"] as const;

export type UnsentLetter = {
  effectId: number;
  source: string;
  refId: string;
  messageId: string;
  state: (typeof UNSENT)[number];
  detail: string | null;
  at: Date;
  /** Null when no contact is on file, and so no letter was written. */
  recipient: string | null;
};

/** Letters that were not sent or may not have been, newest first, a page at a time. `cursor` is the last page's `nextCursor`. */
export async function listUnsentLetters(
  actor: Actor,
  cursor?: number,
): Promise<{ items: UnsentLetter[]; nextCursor: number | null }> {
  authorize(actor, "smtp:test");
  recordRead(actor, { what: "letters" });
  // The page is selected before the join: otherwise PostgreSQL joins all letters, most of which were sent.
  const page = database()
    .select({ id: effects.id })
    .from(effects)
    .where(and(inArray(effects.state, [...UNSENT]), cursor === undefined ? undefined : lt(effects.id, cursor)))
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
    .where(inArray(effects.id, page))
    .orderBy(desc(effects.id));
  const items = rows.slice(0, PAGE) as UnsentLetter[];
  return { items, nextCursor: rows.length > PAGE ? (items.at(-1)?.effectId ?? null) : null };
}
