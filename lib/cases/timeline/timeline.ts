import { z } from "zod";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { decodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import { deliveriesOf } from "./delivery-items.ts";
import type { WholeItem } from "./item.ts";
import { actsOf, followUpsOf, notesOf } from "./people-items.ts";
import { effectsOf, eventsOf, runsOf } from "./sender-items.ts";
import { redactedItem, type TimelineItem } from "./viewer-items.ts";

/** Names the list in its cursors. */
const LIST = "timeline";
/** Events a page. With them come their runs and effects, and what people did and destinations were told in the time that they span. */
const limits = z.coerce.number().int().min(1).max(200).default(100);

export type Timeline = { items: TimelineItem[]; nextCursor: string | null };

/**
 * What happened to a case, oldest first: events with their runs and effects, notes, follow-ups, acts of people, and what destinations were
 * told. The first page is the latest; `nextCursor` leads to earlier ones. `episode`: only the events and deliveries of that episode. An
 * unknown case has an empty timeline. Throws Refusal `invalid` for a cursor of another list.
 */
export async function timeline(
  actor: Actor,
  input: { source?: string; refId: string; episode?: number },
  page: { cursor?: string | undefined; limit?: number | string | undefined } = {},
): Promise<Timeline> {
  authorize(actor, "case:read");
  const limit = limits.catch(100).parse(page.limit);
  const of = { source: input.source ?? "vove", refId: input.refId };
  const before = page.cursor === undefined ? undefined : placeOf(page.cursor);
  const found = await eventsOf({ ...of, episode: input.episode, before, limit: limit + 1 });
  const events = found.slice(0, limit);
  const oldest = events.at(-1);
  const more = found.length > limit && oldest !== undefined;
  const span = { ...of, from: more ? oldest.receivedAt : undefined, to: before?.receivedAt };
  const parts = await Promise.all([
    runsOf(events),
    effectsOf(events),
    notesOf(span),
    followUpsOf(span),
    actsOf(span),
    deliveriesOf({ ...span, episode: input.episode }),
  ]);
  const items: WholeItem[] = [...events, ...parts.flat()].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b),
  );
  const open = mayReadPersonalData(actor);
  if (open) recordRead(actor, { what: "case", ...of });
  return {
    items: open ? items : items.map(redactedItem),
    nextCursor: more ? encodeTimeCursor(LIST, { at: oldest.receivedAt, id: oldest.id }) : null,
  };
}

function placeOf(cursor: string): { receivedAt: Date; id: number } {
  const { at, id } = decodeCursor(LIST, cursor, timePlace);
  return { receivedAt: at, id };
}

/** The order of items of one millisecond: a cause before its result. */
const RANKS: WholeItem["kind"][] = ["event", "run", "effect", "follow-up", "note", "act", "delivery"];

function rank(item: WholeItem): number {
  return RANKS.indexOf(item.kind);
}
