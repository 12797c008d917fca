import { and, desc, eq, gte, inArray, lt, notInArray, or, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { users } from "#db/access-schema";
import { database } from "#db/pool";
import { auditEntries, cases, followUps, notes } from "#db/schema";
import { caseSubject } from "#lib/cases/case-row";
import type { WholeActItem, WholeFollowUpItem, WholeNoteItem } from "./item.ts";

/** The time that a page of events spans; open where there is no further page. */
type Span = { source: string; refId: string; from: Date | undefined; to: Date | undefined };

/** Items of each kind in one page, the latest. */
const MAX_ROWS = 500;

/** Acts that have items from their own tables. */
const TOLD_ELSEWHERE = ["case.noted", "case.flagged", "follow-up.resolved", "account.enabled", "letter.sent"];

export async function notesOf(span: Span): Promise<WholeNoteItem[]> {
  const found = await database()
    .select({ id: notes.id, at: notes.createdAt, author: notes.author, body: notes.body })
    .from(notes)
    .where(and(inArray(notes.caseId, idOf(span)), within(notes.createdAt, span)))
    .orderBy(desc(notes.id))
    .limit(MAX_ROWS);
  return found.map((note) => ({ kind: "note", ...note }));
}

export async function followUpsOf(span: Span): Promise<WholeFollowUpItem[]> {
  const found = await database()
    .select({
      id: followUps.id,
      reason: followUps.reason,
      dueOn: followUps.dueOn,
      owner: users.name,
      createdBy: followUps.createdBy,
      createdAt: followUps.createdAt,
      resolvedBy: followUps.resolvedBy,
      resolvedAt: followUps.resolvedAt,
      outcome: followUps.outcome,
    })
    .from(followUps)
    .leftJoin(users, eq(users.id, followUps.ownerId))
    .where(
      and(
        inArray(followUps.caseId, idOf(span)),
        or(within(followUps.createdAt, span), within(followUps.resolvedAt, span)),
      ),
    )
    .orderBy(desc(followUps.id))
    .limit(MAX_ROWS);
  return found
    .flatMap(({ createdAt, resolvedAt, ...mark }): WholeFollowUpItem[] => [
      { kind: "follow-up", step: "raised", at: createdAt, ...mark },
      ...(resolvedAt ? [{ kind: "follow-up" as const, step: "resolved" as const, at: resolvedAt, ...mark }] : []),
    ])
    .filter(({ at }) => (!span.from || at >= span.from) && (!span.to || at < span.to));
}

export async function actsOf(span: Span): Promise<WholeActItem[]> {
  const subject = caseSubject(span);
  const found = await database()
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actor: auditEntries.actorLabel,
      action: auditEntries.action,
      detail: auditEntries.detail,
    })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.subjectKind, subject.kind),
        eq(auditEntries.subjectId, subject.id),
        notInArray(auditEntries.action, TOLD_ELSEWHERE),
        within(auditEntries.at, span),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(MAX_ROWS);
  return found.map((entry) => ({ kind: "act", ...entry }));
}

function idOf({ source, refId }: Span) {
  return database()
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.source, source), eq(cases.refId, refId)));
}

function within(column: PgColumn, { from, to }: Span): SQL | undefined {
  // Never empty: `or()` of no conditions would leave the condition out.
  return and(gte(column, from ?? new Date(0)), to && lt(column, to));
}
