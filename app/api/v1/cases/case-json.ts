import type { CaseLine } from "#lib/cases/board/viewer-line";
import type { Timeline } from "#lib/cases/timeline/timeline";
import type { TimelineItem } from "#lib/cases/timeline/viewer-items";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { outcomeJson } from "../events/event-json.ts";

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
    gapSettled: line.gapSettled,
    conflictSettled: line.conflictSettled,
    missingStatus: line.missingStatus,
    held: line.held,
    /** A letter that did not go is one of them, as it always was here. */
    deliveryProblem: line.deliveryProblem || line.businessNotTold,
    businessNotTold: line.businessNotTold,
    assigned: line.assigned,
    assignee: line.assignee,
    followUp: line.followUp
      ? {
          reason: line.followUpReason,
          dueOn: line.followUpDueOn,
          owner: line.followUpOwner,
          overdue: line.followUpOverdue,
          raisedAgain: line.followUpRaisedAgain,
        }
      : null,
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
    /** Names, addresses and free text are null: the token's role may not see them. */
    redacted: found.redacted,
    assigned: found.assignee !== null,
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
    timeline: timeline.items.map(timelineItemJson),
    timelineNextCursor: timeline.nextCursor,
    effects: found.effects.map(({ key, state, at }) => ({ key, state, at })),
  };
}

/** `secret` names the secret by its fingerprint. */
function timelineItemJson(item: TimelineItem) {
  if (item.kind === "effect") {
    // A letter's text is for its page: a list of effects would carry each of them along.
    const { secretFingerprint, letter: _, ...effect } = item;
    return { ...effect, secret: secretFingerprint };
  }
  if (item.kind !== "event") return item;
  const { secretFingerprint, receipts, ...event } = item;
  return {
    ...event,
    secret: secretFingerprint,
    receipts: receipts.map(({ outcome, secretFingerprint: secret, ...receipt }) => ({
      ...receipt,
      verdict: outcome && outcomeJson(outcome),
      secret,
    })),
  };
}
