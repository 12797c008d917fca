import { type Tx, transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { recheckActor } from "#lib/audit/recheck-actor";
import { type Act, recordAll } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import type { Topic } from "#lib/live/topics";

/** An audit entry without what the verb knows already: who acts, and the action. */
export type Entry = Omit<Act, "actor" | "action">;

/** What the work of a transaction hands back. It cannot be left out, so no act goes without its entry. */
export type Done<T> = {
  /** One entry, one for each subject, or null where nothing changed. */
  entry: Entry | readonly Entry[] | null;
  /** Other acts that followed from this one, each with its entry after it: tokens revoked with a role. */
  consequences?: readonly Act[];
  /** What changed, for the pages that show it. */
  topics: readonly Topic[];
  result?: T;
};

/**
 * Runs `work` in one transaction with its audit entry and its notification: all three are committed or none. The entry comes last,
 * because the chain is locked from there to the commit. For verbs, and for jobs and commands that do what a verb does.
 */
export function commitAct<T>(by: Pick<Act, "actor" | "action">, work: (tx: Tx) => Promise<Done<T>>): Promise<T> {
  return transaction(async (tx) => {
    const { entry, consequences = [], topics, result } = await work(tx);
    const entries = entry === null ? [] : [entry].flat();
    await recordChecked(tx, by.actor, [...entries.map((one) => ({ ...by, ...one })), ...consequences]);
    await publish(tx, ...topics);
    return result as T;
  });
}

async function recordChecked(tx: Tx, actor: Actor, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  await recheckActor(tx, actor);
  await recordAll(tx, acts);
}
