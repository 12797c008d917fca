import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { effects } from "#db/schema";
import type { HandledEvent } from "#lib/runs/handler";

type EffectState = (typeof effects.$inferSelect)["state"];
export type Effect = { id: number; key: string; runId: number; state: EffectState; at: Date; intendedAt: Date };

/** The key of what a handler does once for each episode of a case. */
export function effectKey(refId: string, episode: number, handler: string): string {
  return `case/${refId}/${episode}/${handler}`;
}

/**
 * A handler's effect for each key or event, in the order given. By event too, because an episode's number goes up when an earlier episode
 * arrives late, and what was done under the old number must not be done again.
 */
export async function findEffects(
  tx: Tx,
  handler: string,
  asked: readonly { event: Pick<HandledEvent, "id" | "source">; key: string }[],
): Promise<(Effect | undefined)[]> {
  if (asked.length === 0) return [];
  const rows = asked.map(({ event, key }, index) => ({ index, source: event.source, key, event_id: event.id }));
  const found = await preparedQuery<Effect & { index: number }>(
    tx,
    sql`
    select index, found.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked (index int, source text, key text, event_id bigint)
    cross join lateral (
      select id, key, run_id, state, at, intended_at from effects
      where effects.source = asked.source and effects.key = asked.key
      union
      select id, key, run_id, state, at, intended_at from effects
      where effects.event_id = asked.event_id and effects.handler = ${handler}
    ) as found`,
  );
  return asked.map((_, index) => {
    const effects = found.filter((row) => row.index === index);
    return effects.find(({ state }) => state !== "failed" && state !== "not-sent") ?? effects[0];
  });
}

export type NewEffect = {
  run: { id: number; event: HandledEvent };
  episode: number;
  state: EffectState;
  detail?: string;
};

/** Inserts the effects of runs, or updates those that earlier runs left undone. Returns their ids in the order given. */
export async function writeEffects(tx: Tx, handler: string, written: readonly NewEffect[]): Promise<number[]> {
  const rows = written.map(({ run: { id, event }, episode, state, detail = null }) => ({
    source: event.source,
    ref_id: event.refId,
    episode,
    key: effectKey(event.refId, episode, handler),
    event_id: event.id,
    run_id: id,
    state,
    detail,
  }));
  const ids = await preparedQuery<{ source: string; key: string; id: number }>(
    tx,
    sql`
    insert into effects (source, ref_id, episode, key, handler, event_id, run_id, state, detail)
    select source, ref_id, episode, key, ${handler}, event_id, run_id, state, detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (source text, ref_id text, episode int, key text, event_id bigint,
      run_id bigint, state effect_state, detail text)
    on conflict (source, key) do update set (state, detail, run_id, event_id, intended_at, at) =
      (excluded.state, excluded.detail, excluded.run_id, excluded.event_id, now(), now())
    returning source, key, id`,
  );
  return rows.map(({ source, key }) => {
    const row = ids.find((one) => one.key === key && one.source === source);
    if (!row) throw new Error("the effect was not written");
    return row.id;
  });
}
