"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { addTemplate } from "#lib/cases/add-template";
import { assignCase } from "#lib/cases/assign-case";
import { changeFollowUp } from "#lib/cases/change-follow-up";
import { confirmFollowUp } from "#lib/cases/confirm-follow-up";
import { chosenCases, eachCase, type Outcome } from "#lib/cases/each-case";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { noteCase } from "#lib/cases/note-case";
import { releaseCase } from "#lib/cases/release-case";
import { removeTemplate } from "#lib/cases/remove-template";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { settleCase } from "#lib/cases/settle-case";
import { SNOOZES, snoozedTo } from "#lib/cases/snooze";
import { takeCase } from "#lib/cases/take/take-case";
import { resendDelivery } from "#lib/deliveries/resend-delivery";
import { exportCase } from "#lib/evidence/export-case";
import { Refusal } from "#lib/refusal";
import { waiveLetter } from "#lib/replay/waive-letter";
import { eraseSubject, planErasure, subject } from "#lib/retention/erase-subject";
import { fileOf } from "../exports/file-path.ts";

export const flag = verbAction(flagCase, () => "Flagged for follow-up.");
export const assign = verbAction(assignCase, (_, { assigneeId }) =>
  assigneeId ? "Assigned." : "Nobody has the case now.",
);
export const note = verbAction(noteCase, () => "Noted.");
export const confirm = verbAction(confirmFollowUp, () => "Seen; the follow-up stays open.");
export const resolve = verbAction(resolveFollowUp, () => "Resolved.");
export const settle = verbAction(settleCase, () => "Settled. A new one raises the case again.");
export const take = verbAction(takeCase, ({ refId }) => `${refId} is yours now.`);
export const addReason = verbAction(addTemplate, () => "Added.");
export const removeReason = verbAction(removeTemplate, () => "Removed.");
export const hold = verbAction(holdCase, () => "Under legal hold: nothing of it is removed.");
export const waive = verbAction(waiveLetter, () => "Waived: the letter is not sent.");
export const release = verbAction(releaseCase, () => "Released.");

/** The form names day and owner always: an empty field takes them away. */
export const change = action(
  changeFollowUp.input.required({ reason: true }),
  (actor, { dueOn = null, ownerId = null, ...input }) => changeFollowUp(actor, { ...input, dueOn, ownerId }),
  () => "Changed.",
);

const today = () => new Date().toISOString().slice(0, 10);

export const snooze = action(
  changeFollowUp.input.pick({ source: true, refId: true, lastChangeAt: true }).extend({ to: z.enum(SNOOZES) }),
  async (actor, { to, ...one }) => {
    const dueOn = snoozedTo(to, today());
    await changeFollowUp(actor, { ...one, dueOn });
    return dueOn;
  },
  (dueOn) => `Due on ${dueOn}.`,
);

/** Its value is the address of the file. */
export const exportCaseAction = action(exportCase.input, async (actor, input) =>
  fileOf(await exportCase(actor, input)),
);

export const planErasureAction = action(subject, planErasure);
export const eraseSubjectAction = verbAction(eraseSubject, ({ cases }) =>
  cases === 1 ? "Erased." : `Erased, of ${cases} cases.`,
);

export const assignChosen = action(
  assignCase.input.pick({ assigneeId: true }).extend({ cases: chosenCases }),
  (actor, { cases, assigneeId }) => eachCase(cases, (one) => assignCase(actor, { ...one, assigneeId })),
  inWords("assigned"),
);

export const flagChosen = action(
  flagCase.input.omit({ source: true, refId: true }).extend({ cases: chosenCases }),
  (actor, { cases, ...mark }) => eachCase(cases, (one) => flagCase(actor, { ...one, ...mark })),
  inWords("flagged"),
);

export const resolveChosen = action(
  resolveFollowUp.input.pick({ outcome: true }).extend({ cases: chosenCases }),
  (actor, { cases, outcome }) => eachCase(cases, (one) => resolveFollowUp(actor, { ...one, outcome })),
  inWords("resolved"),
);

/** Ids behind one button: `7,9`. */
const chosenDeliveries = z.object({
  deliveryIds: z
    .string()
    .transform((ids) => ids.split(",").map(Number))
    .pipe(z.array(z.int().positive()).max(100)),
});

/** What a destination was not told of a case, the earliest first. What is queued or was delivered meanwhile is left as it is. */
export const resend = action(
  chosenDeliveries,
  async (actor, { deliveryIds }) => {
    let queued = 0;
    let refused: Refusal | undefined;
    for (const deliveryId of deliveryIds) {
      try {
        await resendDelivery(actor, { deliveryId });
        queued += 1;
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "wrong-state") throw error;
        refused = error;
      }
    }
    if (queued === 0 && refused) throw refused;
    return queued;
  },
  (queued) => (queued === 1 ? "It is sent again." : `${queued} deliveries are sent again.`),
);

function inWords(done: string) {
  return (outcome: Outcome) => {
    const [first] = outcome.refused;
    const left = first ? ` ${outcome.refused.length} left as they are: ${first.refId}: ${first.why}` : "";
    return `${outcome.done} ${outcome.done === 1 ? "case" : "cases"} ${done}.${left}`;
  };
}
