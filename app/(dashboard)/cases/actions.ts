"use server";

import { action } from "#lib/access/endpoints/action";
import { assignCase } from "#lib/cases/assign-case";
import { confirmFollowUp, confirmFollowUpInput } from "#lib/cases/confirm-follow-up";
import { chosenCases, eachCase, type Outcome } from "#lib/cases/each-case";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase, holdCaseInput } from "#lib/cases/hold-case";
import { noteCase } from "#lib/cases/note-case";
import { releaseCase, releaseCaseInput } from "#lib/cases/release-case";
import { resolveFollowUp, resolveFollowUpInput } from "#lib/cases/resolve-follow-up";
import { waiveLetter, waiveLetterInput } from "#lib/replay/waive-letter";
import { eraseSubject, eraseSubjectInput, planErasure, subject } from "#lib/retention/erase-subject";

export const flag = action(flagCase.input, flagCase, () => "Flagged for follow-up.");
export const assign = action(assignCase.input, assignCase, (_, { assigneeId }) =>
  assigneeId ? "Assigned." : "Nobody has the case now.",
);
export const note = action(noteCase.input, noteCase, () => "Noted.");
export const confirm = action(confirmFollowUpInput, confirmFollowUp, () => "Seen; the follow-up stays open.");
export const resolve = action(resolveFollowUpInput, resolveFollowUp, () => "Resolved.");
export const hold = action(holdCaseInput, holdCase, () => "Under legal hold: nothing of it is removed.");
export const waive = action(waiveLetterInput, waiveLetter, () => "Waived: the letter is not sent.");
export const release = action(releaseCaseInput, releaseCase, () => "Released.");

export const planErasureAction = action(subject, planErasure);
export const eraseSubjectAction = action(eraseSubjectInput, eraseSubject, ({ cases }) =>
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

function inWords(done: string) {
  return (outcome: Outcome) => {
    const [first] = outcome.refused;
    const left = first ? ` ${outcome.refused.length} left as they are: ${first.refId}: ${first.why}` : "";
    return `${outcome.done} ${outcome.done === 1 ? "case" : "cases"} ${done}.${left}`;
  };
}
