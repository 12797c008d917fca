import { bucketOf } from "./buckets.ts";
import type { DailyFigure } from "./figures.ts";

/** A change of a case's status as one of its events brought it: onboarding, status, when by the event clock, and the reason code. */
export type CaseStep = [episode: number, status: string, at: number, reason: string | null];

/** One count that a case adds to a figure. */
export type Contribution = { figure: DailyFigure; day: number; label: string; n: number; total: number };

const DAY_MS = 86_400_000;
const TERMINAL = ["COMPLETED", "REJECTED"];

/** All that a case adds to the daily figures. Pure: the same steps add the same. */
export function contributionOf(steps: readonly CaseStep[]): Contribution[] {
  const episodes = Map.groupBy(steps, ([episode]) => episode);
  return [...episodes.values()].flatMap((of) => [
    onboarding(of),
    ...of.flatMap((step, nth) => ofStep(step, of[nth + 1])),
  ]);
}

function onboarding(steps: readonly CaseStep[]): Contribution {
  const [, , opened] = steps[0] as CaseStep;
  const [, status] = steps.at(-1) as CaseStep;
  const reviewed = steps.some(([, one]) => one === "IN_REVIEW");
  return count("onboardings", opened, reviewed ? `${status}/reviewed` : status);
}

function ofStep([, status, at, reason]: CaseStep, next: CaseStep | undefined): Contribution[] {
  const move = count("moves", at, status);
  if (status === "REJECTED") return [move, count("reasons", at, reason ?? "")];
  if (TERMINAL.includes(status) || next === undefined) return [move];
  const lasted = Math.max(0, next[2] - at);
  return [move, { ...count("stays", at, `${status}/${bucketOf(lasted)}`), total: lasted }];
}

function count(figure: DailyFigure, at: number, label: string): Contribution {
  return { figure, day: Math.floor(at / DAY_MS) * DAY_MS, label, n: 1, total: 0 };
}
