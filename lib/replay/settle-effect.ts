import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { effects } from "#db/schema";
import { caseSubject, caseTopics } from "#lib/cases/case-row";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** A person records whether a letter in doubt arrived. If it did not, it is sent when its handler is run again. */
export const settleEffect = defineVerb({
  permission: "effect:settle",
  audit: "effect.settled",
  input: z.object({
    effectId: z.coerce.number().int().positive(),
    outcome: z.enum(["arrived", "not-arrived"]),
    reason: z.string().trim().min(3, "Say how you know, in a few words.").max(500),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { effectId, outcome, reason }) {
    const [effect] = await tx.select().from(effects).where(eq(effects.id, effectId)).for("update");
    if (!effect) throw new Refusal("not-found", `There is no effect ${effectId}.`);
    if (effect.state !== "unknown")
      throw new Refusal("wrong-state", `This effect is not in doubt: it is ${effect.state}.`);
    const arrived = outcome === "arrived";
    const detail = `${actor.label} says it ${arrived ? "arrived" : "did not arrive"}: ${reason}`;
    await tx
      .update(effects)
      .set({ state: arrived ? "done" : "failed", detail, at: sql`now()` })
      .where(eq(effects.id, effectId));
    return {
      entry: {
        subject: caseSubject(effect),
        detail: { source: effect.source, key: effect.key, outcome },
        words: { about: effect, texts: { reason } },
      },
      topics: ["runs", ...caseTopics(effect)],
    };
  },
});
