import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { replays } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Ends a replay: its queued runs are skipped, running ones end by themselves. Returns how many were skipped. */
export const cancelReplay = defineVerb({
  permission: "replay:cancel",
  audit: "replay.cancelled",
  input: z.object({ replayId: z.coerce.number().int().positive() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { replayId }) {
    const [replay] = await tx.select().from(replays).where(eq(replays.id, replayId)).for("update");
    if (!replay) throw new Refusal("not-found", `There is no replay ${replayId}.`);
    if (replay.state !== "running") throw new Refusal("wrong-state", `This replay is ${replay.state} already.`);
    await tx.update(replays).set({ state: "cancelled", endedAt: sql`now()` }).where(eq(replays.id, replayId));
    const skipped = await skipQueued(tx, replayId, `replay cancelled by ${actor.label}`);
    return {
      entry: { subject: { kind: "replay", id: replayId }, detail: { skipped } },
      topics: ["replays", "runs"],
      result: { skipped },
    };
  },
});

/**
 * An event's handler that had a run before the replay gets it back as its latest: a dead run that waited for a person before the replay
 * waits for one again. So does a delivery.
 */
async function skipQueued(tx: Tx, replayId: number, why: string): Promise<number> {
  const skipped = await tx.execute<{ id: string }>(sql`
    update runs set state = 'skipped', skipped = ${why}, ended_at = now(), latest = not exists (
        select 1 from runs as before
        where before.event_id = runs.event_id and before.handler = runs.handler and before.replay_id is distinct from runs.replay_id)
      and not exists (
        select 1 from runs as before
        where before.delivery_id = runs.delivery_id and before.replay_id is distinct from runs.replay_id)
    where replay_id = ${replayId} and state = 'queued'
    returning id`);
  const ids = JSON.stringify(skipped.map(({ id }) => id));
  await tx.execute(sql`
    update runs set latest = true, failure = case when state = 'dead' then coalesce(failure, failure_of(error)) end where id in (
      select max(before.id) from runs as skipped
      join runs as before on before.event_id = skipped.event_id and before.handler = skipped.handler
        and before.replay_id is distinct from skipped.replay_id
      where skipped.id in (select jsonb_array_elements_text(${ids}::jsonb)::bigint)
      group by skipped.id
      union all
      select max(before.id) from runs as skipped
      join runs as before on before.delivery_id = skipped.delivery_id and before.replay_id is distinct from skipped.replay_id
      where skipped.id in (select jsonb_array_elements_text(${ids}::jsonb)::bigint)
      group by skipped.id)`);
  return skipped.length;
}
