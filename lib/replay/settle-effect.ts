import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { effects } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";

export const settleEffectInput = z.object({
  effectId: z.coerce.number().int().positive(),
  outcome: z.enum(["arrived", "not-arrived"]),
  reason: z.string().trim().min(3, "Say how you know, in a few words.").max(500),
});

/** A person says what became of a letter that may have left. One that did not arrive is sent when its handler is run again. */
export async function settleEffect(
  actor: Actor,
  { effectId, outcome, reason }: z.infer<typeof settleEffectInput>,
): Promise<void> {
  authorize(actor, "effect:settle");
  await transaction(async (tx) => {
    const [effect] = await tx.select().from(effects).where(eq(effects.id, effectId)).for("update");
    if (!effect) throw new Refusal("not-found", `There is no effect ${effectId}.`);
    if (effect.state !== "unknown") {
      throw new Refusal("wrong-state", `This effect is not in doubt: it is ${effect.state}.`);
    }
    const arrived = outcome === "arrived";
    const detail = `${actor.label} says it ${arrived ? "arrived" : "did not arrive"}: ${reason}`;
    await tx
      .update(effects)
      .set({ state: arrived ? "done" : "failed", detail, at: sql`now()` })
      .where(eq(effects.id, effectId));
    await notify(tx, "runs", "cases", caseTopic(effect.source, effect.refId));
    await record(tx, {
      actor,
      action: "effect.settled",
      subject: { kind: "case", id: `${effect.source}/${effect.refId}` },
      detail: { source: effect.source, key: effect.key, outcome },
      words: { about: effect, texts: { reason } },
    });
  });
}
