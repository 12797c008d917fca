import type { Findings, FoundCase } from "./findings.ts";
import { outcome } from "./lives.ts";
import type { Plan, Planned, Truth } from "./plan.ts";

/** Every way in which Casewire disagrees with what was sent, a sentence each; none when it agrees. */
export function disagreements({ messages, truths }: Plan, found: Findings): string[] {
  return [
    ...messages.flatMap((message) => eventProblem(message, found.events.has(message.messageId))),
    ...truths.flatMap((truth) => caseProblems(truth, found.cases.get(truth.refId))),
  ];
}

function eventProblem({ messageId, kind }: Planned, stored: boolean): string[] {
  if (kind === "forged") return stored ? [`${messageId} was signed with no secret of ours and is an event.`] : [];
  return stored ? [] : [`${messageId} was sent and is no event.`];
}

function caseProblems({ refId, moves }: Truth, found: FoundCase | undefined): string[] {
  if (!found) return [`There is no case ${refId}.`];
  const truth = outcome(moves);
  const enabled = found.done.filter((key) => key.endsWith("/enable-account")).length;
  const wrong: [boolean, string][] = [
    [found.status !== truth.status, `is ${found.status}, and was sent as ${truth.status}`],
    [found.episode !== truth.episode, `is in episode ${found.episode}, not ${truth.episode}`],
    [found.deadRuns > 0, `has ${found.deadRuns} dead runs`],
    [enabled !== truth.enabledIn.length, `enabled an account ${enabled} times, not ${truth.enabledIn.length}`],
    [new Set(found.done).size !== found.done.length, "had an effect twice"],
  ];
  return wrong.flatMap(([is, what]) => (is ? [`Case ${refId} ${what}.`] : []));
}
