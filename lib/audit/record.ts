import { sql } from "drizzle-orm";
import { auditWords } from "#db/audit-schema";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { auditEntries } from "#db/schema";
import type { Actor } from "#lib/actor";
import type { Action } from "./actions.ts";
import { CHAIN_START, chainHash, type Facts } from "./chain.ts";
import { digestTexts, type PersonalTexts } from "./personal-texts.ts";
import { recheckActor } from "./recheck-actor.ts";

export type Act = {
  actor: Actor;
  action: Action;
  subject: { kind: string; id: string | number };
  /** Facts in JSON, kept for ever: no secret, no body, nothing a person wrote. */
  detail?: Record<string, unknown> & { [name in PersonalField]?: never };
  /** What a person wrote, and addresses: they can be erased, and the chain holds only their digests. */
  words?: PersonalTexts;
};

/** Fields of personal texts. `detail` cannot have them, so that no text gets into the chain by mistake. */
type PersonalField = "reason" | "comment" | "email" | "recipient" | "words";

/**
 * Appends an entry in the act's transaction, if the actor still has the right. It fails closed: if it throws, the act is rolled back. The
 * chain is locked from here to the commit, so call it as late in the transaction as possible.
 */
export async function record(tx: Tx, act: Act): Promise<void> {
  await recheckActor(tx, act.actor);
  await recordAll(tx, [act]);
}

/** Appends an entry for each act, in their order, under one lock of the chain. */
export async function recordAll(tx: Tx, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  // Pipelined in order: the chain's head is read under its lock.
  const [, [head]] = await Promise.all([
    preparedQuery(tx, sql`select pg_advisory_xact_lock(${LOCKS.auditChain})`),
    preparedQuery<Head>(
      tx,
      sql`
      select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, last.id, last.hash
      from (select) as now left join (select id, hash from audit_entries order by id desc limit 1) as last on true`,
    ),
  ]);
  const at = new Date(head?.at ?? Number.NaN);
  let id = head?.id ?? 0;
  let previousHash = head?.hash ?? CHAIN_START;
  const rows: (typeof auditEntries.$inferInsert)[] = [];
  const words: (typeof auditWords.$inferInsert)[] = [];
  for (const act of acts) {
    id++;
    const kept = act.words && digestTexts(id, act.words);
    const row = entryOf(act, { id, at, previousHash }, kept?.digests);
    rows.push(row);
    words.push(...(kept?.rows ?? []));
    previousHash = row.hash;
  }
  await tx.insert(auditEntries).values(rows);
  if (words.length > 0) await tx.insert(auditWords).values(words);
}

type Head = { at: string; id: number | null; hash: string | null };

function entryOf(
  act: Act,
  { id, at, previousHash }: { id: number; at: Date; previousHash: string },
  words: Record<string, string> = {},
) {
  const entry: Facts = {
    id,
    at: at.toISOString(),
    actor: { kind: act.actor.kind, id: act.actor.id, label: act.actor.label },
    action: act.action,
    subject: { kind: act.subject.kind, id: String(act.subject.id) },
    detail: { ...act.detail, ...(Object.keys(words).length > 0 ? { words } : {}) },
  };
  const line = JSON.stringify(entry);
  return {
    id,
    at,
    actorKind: act.actor.kind,
    actorId: entry.actor.id,
    actorLabel: entry.actor.label,
    action: entry.action,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    detail: entry.detail,
    line,
    previousHash,
    hash: chainHash(previousHash, line),
  };
}
