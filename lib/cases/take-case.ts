import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { cases } from "#db/schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import type { CaseInput } from "./case-input.ts";
import { caseSubject, caseTopics } from "./case-row.ts";

/** The first of each kind among which the most urgent is chosen: more people than this do not take a case in the same moment. */
const CANDIDATES = sql.raw("50");
/** Open and nobody's: neither assigned nor followed up by anyone. */
const FREE = sql.raw("assignee_id is null and follow_up_owner_id is null");

/**
 * Assigns the most urgent open case that is nobody's to whoever asks: what is due today or late by its day, then what has been in its state
 * for the longest time. Two who ask at once get different cases.
 */
export const takeCase = defineVerb({
  permission: "case:take",
  audit: "case.taken",
  input: z.object({}),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor) {
    // cases_due_order; cases_assignee, once for each open status.
    const longest = (["NOT_STARTED", "IN_PROGRESS", "IN_REVIEW"] as const).map(
      (status) => sql`
      union all (select id, null::date as due_on, status_since from cases where ${FREE} and status = ${status}
        order by status_since, id limit ${CANDIDATES})`,
    );
    const [taken] = await tx.execute<CaseInput & { id: number }>(sql`
      select cases.id, cases.source, cases.ref_id as "refId"
      from (
        (select id, follow_up_due_on as due_on, status_since from cases
          where follow_up_due_on <= current_date and ${FREE} and status in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')
          order by follow_up_due_on, id limit ${CANDIDATES})
        ${sql.join(longest)}
      ) as urgent
      join cases on cases.id = urgent.id
      where cases.assignee_id is null
      order by urgent.due_on, urgent.status_since, cases.id
      limit 1
      for update of cases skip locked`);
    if (!taken) throw new Refusal("wrong-state", "No open case is without an assignee.");
    const { source, refId } = taken;
    await tx.update(cases).set({ assigneeId: actor.id }).where(eq(cases.id, taken.id));
    return {
      entry: { subject: caseSubject(taken), detail: { assignee: actor.label } },
      topics: caseTopics(taken),
      result: { source, refId },
    };
  },
});
