import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { cases } from "#db/schema";
import type { UserActor } from "#lib/actor";
import type { CasesFilter } from "#lib/cases/board/filter";
import { findPlaces, type PlacedCase } from "#lib/cases/board/find-places";
import { caseSubject, caseTopics } from "#lib/cases/case-row";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** As the board lists them by urgency. */
const UNASSIGNED: CasesFilter = { attention: ["unassigned"] };

/** The most urgent among which one is taken: more people than this do not take a case in the same moment. */
const MAX_CANDIDATES = 50;

/**
 * Assigns the most urgent open case that is nobody's to whoever asks: neither assigned nor followed up by another. Two who ask at once get
 * different cases.
 */
export const takeCase = defineVerb({
  permission: "case:take",
  audit: "case.taken",
  input: z.object({}),
  refuses: ["wrong-state"],

  async runInSteps(commit, actor: UserActor) {
    const candidates = await findPlaces(actor, UNASSIGNED, "urgent", { limit: MAX_CANDIDATES });
    return await commit(async (tx) => {
      const taken = await lockFirstFree(tx, actor, candidates);
      if (!taken) throw new Refusal("wrong-state", "No open case is without an assignee.");
      const { source, refId } = taken;
      await tx.update(cases).set({ assigneeId: actor.id }).where(eq(cases.id, taken.id));
      return {
        entry: { subject: caseSubject(taken), detail: { assignee: actor.label } },
        topics: caseTopics(taken),
        result: { source, refId },
      };
    });
  },
});

/** Locks the first that is still free and that nobody else has locked. */
async function lockFirstFree(tx: Tx, actor: UserActor, candidates: readonly PlacedCase[]) {
  const ids = JSON.stringify(candidates.map(({ id }) => id));
  const [found] = await tx.execute<{ id: number; source: string; refId: string }>(sql`
    select cases.id::float8 as id, cases.source, cases.ref_id as "refId"
    from jsonb_array_elements_text(${ids}::jsonb) with ordinality as candidate (id, place)
    join cases on cases.id = candidate.id::bigint
    where cases.assignee_id is null and cases.status in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')
      and coalesce(cases.follow_up_owner_id, ${actor.id}) = ${actor.id}
    order by candidate.place
    limit 1
    for update of cases skip locked`);
  return found;
}
