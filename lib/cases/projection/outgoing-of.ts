import type { Outgoing } from "#lib/outgoing/outgoing";
import type { CaseKey } from "#lib/runs/lock-case";
import type { Projected } from "./project-case.ts";
import type { ProjectedEvent, Projection, Verdict } from "./projection.ts";

const TYPES = {
  IN_PROGRESS: "kyb.case.in_progress",
  IN_REVIEW: "kyb.case.in_review",
  COMPLETED: "kyb.case.completed",
  REJECTED: "kyb.case.rejected",
} as const;

/**
 * What destinations are told of a case when its projection is written: each event that is applied for the first time, and each that first
 * shows a gap or a conflict, in the order of the event clock. What is late or repeated is not told, nor what is older than an event that was:
 * the last sequence of a case says where it stands. Whichever handler of an event runs first may emit these: their keys are unique.
 */
export function outgoingOf({ source, refId, projection, placed, events }: CaseKey & Projected): Outgoing[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const verdicts = [...projection.verdicts];
  const lastApplied = verdicts.findLastIndex(([id]) => isApplied(placed.get(id)?.verdict));
  return verdicts.flatMap(([id, { verdict, episode }], index) => {
    const event = byId.get(id);
    const before = placed.get(id)?.verdict;
    if (!event || before === verdict || (isApplied(verdict) && index < lastApplied)) return [];
    const common = { about: { source, refId }, at: event.occurredAt, event: { id, messageId: event.messageId } };
    return ofEvent(event, { verdict, before, episode, projection }).map((one) => ({ ...one, ...common }));
  });
}

type Judged = { verdict: Verdict; before: Verdict | undefined; episode: number; projection: Projection };

function ofEvent(event: ProjectedEvent, { verdict, before, episode, projection }: Judged) {
  const { id, status, previousStatus, reason, occurredAt } = event;
  const state = { episode, status, previousStatus, reason, statusSince: occurredAt };
  if (verdict === "conflict") {
    const stands = projection.episodes[episode - 1];
    const facts = { claimedStatus: status };
    return [{ type: "case.conflict" as const, key: `case.conflict/${id}`, state: { ...state, ...stands }, facts }];
  }
  if (!isApplied(verdict)) return [];
  const emitted = isApplied(before) || status === "NOT_STARTED";
  return [
    ...(emitted ? [] : [{ type: TYPES[status], key: `${TYPES[status]}/${id}`, state, facts: {} }]),
    ...(verdict === "gap"
      ? [{ type: "case.gap" as const, key: `case.gap/${id}`, state, facts: { missingStatus: previousStatus } }]
      : []),
  ];
}

function isApplied(verdict: Verdict | undefined): boolean {
  return verdict === "applied" || verdict === "gap";
}
