import { finalState } from "./case-lifecycle.ts";
import type { CaseState, CasewireState } from "./casewire-state.ts";
import type { ExpectedCase, Plan, PlannedMessage } from "./plan.ts";

/** A sentence for each difference between what Casewire stores and what was sent; empty when they agree. */
export function disagreements({ messages, expectedCases }: Plan, found: CasewireState): string[] {
  return [
    ...messages.flatMap((message) => eventProblem(message, found.events.has(message.messageId))),
    ...expectedCases.flatMap((expected) => caseProblems(expected, found.cases.get(expected.refId))),
  ];
}

function eventProblem({ messageId, kind }: PlannedMessage, stored: boolean): string[] {
  if (kind === "forged") return stored ? [`${messageId} was signed with no secret of ours and is an event.`] : [];
  return stored ? [] : [`${messageId} was sent and is no event.`];
}

function caseProblems({ refId, transitions }: ExpectedCase, found: CaseState | undefined): string[] {
  if (!found) return [`There is no case ${refId}.`];
  const expected = finalState(transitions);
  const enabled = found.done.filter((key) => key.endsWith("/enable-account")).length;
  const wrong: [boolean, string][] = [
    [found.status !== expected.status, `is ${found.status}, and was sent as ${expected.status}`],
    [found.episode !== expected.episode, `is in episode ${found.episode}, not ${expected.episode}`],
    [found.deadRuns > 0, `has ${found.deadRuns} dead runs`],
    [enabled !== expected.enabledIn.length, `enabled an account ${enabled} times, not ${expected.enabledIn.length}`],
    [new Set(found.done).size !== found.done.length, "had an effect twice"],
  ];
  return wrong.flatMap(([isWrong, what]) => (isWrong ? [`Case ${refId} ${what}.`] : []));
}
