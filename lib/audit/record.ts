import { desc, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { auditEntries } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import type { Action } from "#lib/audit/actions";
import { CHAIN_START, chainHash, type Facts } from "#lib/audit/chain";

export type Act = {
  actor: Actor;
  action: Action;
  subject: { kind: string; id: string | number };
  /** Facts, JSON-representable; no secret, no body. */
  detail?: Record<string, unknown>;
};

/**
 * Appends an entry in the transaction of the act it tells of. It fails closed: if it throws, the act is rolled back with it. The
 * chain is locked from here to the commit, so call it as late in the transaction as can be.
 */
export async function record(tx: Tx, act: Act): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.auditChain})`);
  const [head] = await tx
    .select({ id: auditEntries.id, hash: auditEntries.hash })
    .from(auditEntries)
    .orderBy(desc(auditEntries.id))
    .limit(1);
  const [clock] = await tx.execute<{ at: string }>(
    sql`select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  const at = new Date(clock?.at ?? Number.NaN);
  const id = (head?.id ?? 0) + 1;
  const previousHash = head?.hash ?? CHAIN_START;
  const entry: Facts = {
    id,
    at: at.toISOString(),
    actor: { kind: act.actor.kind, id: act.actor.id, label: act.actor.label },
    action: act.action,
    subject: { kind: act.subject.kind, id: String(act.subject.id) },
    detail: act.detail ?? {},
  };
  const line = JSON.stringify(entry);
  await tx.insert(auditEntries).values({
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
  });
}
