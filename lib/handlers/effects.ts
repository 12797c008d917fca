import { and, eq, or, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { effects } from "#db/schema";
import type { HandlerRun } from "./handler.ts";

export type Effect = typeof effects.$inferSelect;

/** The name under which a handler does its one thing for an episode of a case. */
export function effectKey(refId: string, episode: number, handler: string): string {
  return `case/${refId}/${episode}/${handler}`;
}

/**
 * The effect a handler has had for the key, or by this very event: an episode's number moves up when an earlier episode arrives late,
 * and what was done for the event under its old number is done all the same.
 */
export async function findEffect(
  tx: Tx,
  event: { id: number; source: string },
  key: string,
  handler: string,
): Promise<Effect | undefined> {
  const found = await tx
    .select()
    .from(effects)
    .where(
      or(
        and(eq(effects.source, event.source), eq(effects.key, key)),
        and(eq(effects.eventId, event.id), eq(effects.handler, handler)),
      ),
    );
  return found.find(({ state }) => state !== "failed" && state !== "not-sent") ?? found[0];
}

/** Writes the effect of a run, or sets anew one that an earlier run left undone. Returns its id. */
export async function writeEffect(
  tx: Tx,
  { id: runId, event }: Pick<HandlerRun, "id" | "event">,
  effect: { episode: number; handler: string; state: Effect["state"]; detail?: string },
): Promise<number> {
  const { state, detail = null } = effect;
  const [written] = await tx
    .insert(effects)
    .values({
      source: event.source,
      refId: event.refId,
      episode: effect.episode,
      key: effectKey(event.refId, effect.episode, effect.handler),
      handler: effect.handler,
      eventId: event.id,
      runId,
      state,
      detail,
    })
    .onConflictDoUpdate({
      target: [effects.source, effects.key],
      set: { state, detail, runId, eventId: event.id, intendedAt: sql`now()`, at: sql`now()` },
    })
    .returning({ id: effects.id });
  if (!written) throw new Error("the effect was not written");
  return written.id;
}
