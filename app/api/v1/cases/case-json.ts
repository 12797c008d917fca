import type { FoundCase } from "#lib/cases/find-case";
import type { CaseLine } from "#lib/cases/list-cases";
import type { Timeline } from "#lib/cases/timeline";

/** A case as a list of the API shows it. The names are a contract with other people's programs: add, never rename. */
export function caseLineJson(line: CaseLine) {
  return {
    refId: line.refId,
    source: line.source,
    name: line.name,
    episode: line.episode,
    status: line.status,
    previousStatus: line.previousStatus,
    reason: line.reason,
    statusSince: line.statusSince,
    gap: line.gap,
    conflict: line.conflict,
    held: line.held,
    deliveryProblem: line.deliveryProblem,
    assignee: line.assignee,
    followUp:
      line.followUpReason === null
        ? null
        : {
            reason: line.followUpReason,
            dueOn: line.followUpDueOn,
            overdue: line.followUpOverdue,
            raisedAgain: line.followUpRaisedAgain,
          },
  };
}

/** One case of the API, with a page of its timeline, oldest first. */
export function caseJson(found: FoundCase, timeline: Timeline) {
  const { followUp } = found;
  return {
    refId: found.refId,
    source: found.source,
    episode: found.episode,
    latest: found.latest,
    status: found.status,
    previousStatus: found.previousStatus,
    reason: found.reason,
    statusSince: found.statusSince,
    gap: found.gap,
    conflict: found.conflict,
    assignee: found.assignee?.name ?? null,
    business: found.business,
    followUp: followUp && {
      reason: followUp.reason,
      dueOn: followUp.dueOn,
      owner: followUp.owner,
      createdBy: followUp.createdBy,
      createdAt: followUp.createdAt,
      overdue: followUp.overdue,
      raisedAgain: followUp.raisedAgain,
    },
    legalHold: found.legalHold,
    removedAt: found.removedAt,
    timeline: timeline.items,
    timelineNextCursor: timeline.nextCursor,
    effects: found.effects.map(({ key, state, at }) => ({ key, state, at })),
  };
}
