import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { runs } from "#db/schema";
import { WAIVED } from "#lib/deliveries/waive-delivery";
import { caseTopic } from "#lib/live/topics";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationIdOf, failureInput } from "./failure.ts";
import { casesOf, runsOfAct } from "./waiting-runs.ts";

/** Pages of cases that are told of the change; of more cases only the lists are. */
const MAX_TOLD = 100;

/**
 * A person decides that what gave up with one failure is not to be run again. It no longer waits for anybody: its runs count as skipped, and
 * letters among it as waived. The sender's repetition of an event does not run it; a person still may.
 */
export const waiveFailure = defineVerb({
  permission: "failure:waive",
  audit: "failure.waived",
  input: failureInput.extend({
    reason: z.string().trim().min(3, "Say why it need not be run again.").max(500),
  }),
  refuses: ["not-found", "too-many"],

  async run(tx, actor, { reason, ...key }) {
    const chosen = await runsOfAct(tx, actor, key);
    const why = `${WAIVED}${actor.label}: ${reason}`;
    const ids = chosen.map(({ id }) => id);
    await tx.update(runs).set({ state: "skipped", skipped: why }).where(inArray(runs.id, ids));
    if (destinationIdOf(key) === undefined) await waiveEffects(tx, ids, `${actor.label} waived it: ${reason}`);
    const pages = new Set(
      chosen.filter(({ refId }) => refId !== "").map(({ source, refId }) => caseTopic(source, refId)),
    );
    return {
      entry: {
        subject: { kind: "failure", id: key.failure },
        detail: { handler: key.handler, count: chosen.length, cases: casesOf(chosen) },
        words: { about: null, texts: { reason } },
      },
      topics: ["runs", "cases", "destinations", ...(pages.size > MAX_TOLD ? [] : pages)],
      result: { count: chosen.length },
    };
  },
});

/** What the runs left undone. A letter under way, `intended`, is left to who sends it. */
async function waiveEffects(tx: Tx, runIds: readonly number[], detail: string): Promise<void> {
  await tx.execute(sql`
    update effects set state = 'waived', detail = ${detail}, at = now()
    from runs
    where runs.id = any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(runIds)}::jsonb)))
      and effects.event_id = runs.event_id and effects.handler = runs.handler and effects.state in ('not-sent', 'unknown', 'failed')`);
}
