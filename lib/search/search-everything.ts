import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { listCases } from "#lib/cases/board/list-cases";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { may, type Permission } from "#lib/permissions";
import {
  type ContactHit,
  casesNamed,
  contactsBeginning,
  type DeliveryHit,
  deliveriesOf,
  MAX_HITS,
  type MessageHit,
  messagesBeginning,
  type NoteHit,
  notesHolding,
  type RefusedHit,
  refusedClaiming,
} from "./parts.ts";

/** Shorter words begin or are in too much to say anything. */
const MIN_CHARACTERS = 3;

/** The one thing that is called exactly so. */
export type Exact =
  | { kind: "case"; source: string; refId: string }
  | { kind: "message"; source?: string; messageId: string };

export type Results = {
  exact: Exact | null;
  cases: CaseLine[];
  messages: MessageHit[];
  refused: RefusedHit[];
  contacts: ContactHit[];
  notes: NoteHit[];
  deliveries: DeliveryHit[];
};

/**
 * Looks for `q` in all that `actor` may read, MAX_HITS of each kind at most: cases as the board's search finds them, messages, refused
 * requests, e-mails, notes and deliveries. Seven statements at most, side by side. A part that the role may not read is not asked.
 */
export async function searchEverything(actor: Actor, { q: given }: { q: string }): Promise<Results> {
  authorize(actor, "case:read");
  const q = given.trim();
  const personal = mayReadPersonalData(actor);
  const byWords = q !== "";
  const byText = personal && q.length >= MIN_CHARACTERS;
  const oneWord = q.length >= MIN_CHARACTERS && !/\s/.test(q);
  const byMessage = oneWord && grants(actor, "message:read");
  const [cases, named, messages, refused, contacts, notes, deliveries] = await Promise.all([
    when(byWords, () => listCases(actor, { q }, { limit: MAX_HITS }).then(({ items }) => items)),
    when(byWords && personal, () => casesNamed(q)),
    when(byMessage, () => messagesBeginning(q)),
    when(byMessage, () => refusedClaiming(q)),
    when(byText && oneWord, () => contactsBeginning(q)),
    when(byText, () => notesHolding(q)),
    when(oneWord && grants(actor, "delivery:read"), () => deliveriesOf(q)),
  ]);
  if (contacts.length + notes.length > 0) recordRead(actor, { what: "cases" });
  const found = { cases, messages, refused, contacts, notes, deliveries };
  return { exact: exactly(q, found, named), ...found };
}

async function when<T>(asked: boolean, ask: () => Promise<T[]>): Promise<T[]> {
  return asked ? await ask() : [];
}

function grants(actor: Actor, permission: Permission): boolean {
  return "role" in actor && may(actor.role, permission);
}

/** Null where nothing is called exactly `q`, or more than one thing is. */
function exactly(q: string, found: Omit<Results, "exact">, named: { source: string; refId: string }[]): Exact | null {
  const byRefId = found.cases.filter(({ refId }) => refId === q);
  const accepted = found.messages.filter(({ messageId }) => messageId === q);
  const all: Exact[] = [
    ...(byRefId.length > 0 ? byRefId : named).map(({ source, refId }) => ({ kind: "case" as const, source, refId })),
    ...accepted.map(({ source }) => ({ kind: "message" as const, source, messageId: q })),
    ...(accepted.length === 0 && found.refused.length > 0 ? [{ kind: "message" as const, messageId: q }] : []),
  ];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : null;
}
