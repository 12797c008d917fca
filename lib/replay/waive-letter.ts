import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { cases, effects, episodes, runs } from "#db/schema";
import { type CaseInput, caseInput, writing } from "#lib/cases/case-input";
import { caseSubject, caseTopics } from "#lib/cases/case-row";
import { effectKey, findEffects } from "#lib/handlers/effects";
import type { HandlerName } from "#lib/handlers/event-types";
import { Refusal } from "#lib/refusal";
import { lockCase } from "#lib/runs/lock-case";
import { defineVerb } from "#lib/verbs/define-verb";

const HANDLER: HandlerName = "notify-customer";

/** A person decides that the unsent letter of a rejection is not to be sent. It no longer waits for anybody. */
export const waiveLetter = defineVerb({
  permission: "letter:waive",
  audit: "letter.waived",
  input: caseInput.extend({
    /** The rejected episode whose letter it is. */
    episode: z.coerce.number().int().positive().max(1_000_000),
    reason: writing(500, "Say why the business need not be written to."),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, input) {
    const { source, refId, episode, reason } = input;
    // notify-customer takes this lock before it decides, so it begins no letter meanwhile.
    await lockCase(tx, source, refId);
    const { eventId, runId } = await letterRun(tx, input);
    const key = effectKey(refId, episode, HANDLER);
    const [effect] = await findEffects(tx, HANDLER, [{ event: { id: eventId, source }, key }]);
    if (effect?.state === "done") throw new Refusal("wrong-state", "This letter was sent.");
    if (effect?.state === "waived") throw new Refusal("wrong-state", "This letter was waived already.");
    const set = { state: "waived", detail: `${actor.label} waived it: ${reason}`, eventId, at: sql`now()` } as const;
    if (effect) await tx.update(effects).set(set).where(eq(effects.id, effect.id));
    else await tx.insert(effects).values({ source, refId, episode, key, handler: HANDLER, runId, ...set });
    return {
      entry: {
        subject: caseSubject(input),
        detail: { source, episode },
        words: { about: input, texts: { reason } },
      },
      topics: ["runs", ...caseTopics(input)],
    };
  },
});

type Letter = CaseInput & { episode: number };

/** The run that should have sent the letter of a rejected episode. Throws Refusal when no letter is due, or a run may still send it. */
async function letterRun(tx: Tx, { source, refId, episode }: Letter) {
  const [found] = await tx
    .select({ status: episodes.status, eventId: episodes.statusEventId })
    .from(cases)
    .innerJoin(episodes, and(eq(episodes.caseId, cases.id), eq(episodes.number, episode)))
    .where(and(eq(cases.source, source), eq(cases.refId, refId)));
  if (!found) throw new Refusal("not-found", `There is no episode ${episode} of a case ${refId} of ${source}.`);
  const { status, eventId } = found;
  const [run] = await tx
    .select({ id: runs.id, state: runs.state })
    .from(runs)
    .where(and(eq(runs.eventId, eventId), eq(runs.handler, HANDLER), eq(runs.latest, true)));
  if (status !== "REJECTED" || !run) throw new Refusal("wrong-state", "No letter is due for this episode.");
  if (run.state === "queued" || run.state === "running") {
    throw new Refusal("wrong-state", "This letter is still to be tried: wait until that has ended.");
  }
  return { eventId, runId: run.id };
}
