import { describe, expect, it } from "vitest";
import { outgoingOf } from "./outgoing-of.ts";
import { type ProjectedEvent, project, type Verdict } from "./projection.ts";

const CASE = { source: "vove", refId: "acme" };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function event(id: number, status: ProjectedEvent["status"], previousStatus: ProjectedEvent["status"], second = id) {
  return { id, messageId: `msg_${id}`, status, previousStatus, reason: null, occurredAt: at(second) };
}

/** The types and ids of what is told, when the events were judged before as `before` says. */
function typesTold(events: ProjectedEvent[], before: Record<number, Verdict> = {}) {
  const placed = new Map(
    events.map(({ id }) => [id, before[id] ? { verdict: before[id] as Verdict, episode: 1 } : null]),
  );
  return outgoingOf({ ...CASE, projection: project(events), placed, events }).map(({ type, event: of }) => [
    type,
    of?.id,
  ]);
}

const PROGRESS = event(1, "IN_PROGRESS", "NOT_STARTED");
const REVIEW = event(2, "IN_REVIEW", "IN_PROGRESS");
const COMPLETED = event(3, "COMPLETED", "IN_REVIEW");

describe("what is told of a case", () => {
  it("is each event that is applied, in the order of the event clock", () => {
    expect(typesTold([COMPLETED, PROGRESS, REVIEW])).toEqual([
      ["kyb.case.in_progress", 1],
      ["kyb.case.in_review", 2],
      ["kyb.case.completed", 3],
    ]);
  });

  it("is nothing that was told, also where its verdict changes", () => {
    const judged = { 1: "applied", 2: "applied", 3: "gap" } as const;
    expect(typesTold([PROGRESS, REVIEW, COMPLETED], judged)).toEqual([]);
    expect(typesTold([PROGRESS, REVIEW, COMPLETED], { 1: "applied", 2: "applied" })).toEqual([
      ["kyb.case.completed", 3],
    ]);
  });

  it("is no event older than one that was told, though it is applied now", () => {
    expect(typesTold([PROGRESS, REVIEW, COMPLETED], { 1: "late", 2: "late", 3: "applied" })).toEqual([]);
    expect(typesTold([PROGRESS, REVIEW, COMPLETED], { 1: "applied", 2: "late", 3: "conflict" })).toEqual([
      ["kyb.case.in_review", 2],
      ["kyb.case.completed", 3],
    ]);
  });

  it("is a gap beside the event that shows it, and a conflict without the event", () => {
    expect(typesTold([PROGRESS, COMPLETED])).toEqual([
      ["kyb.case.in_progress", 1],
      ["kyb.case.completed", 3],
      ["case.gap", 3],
    ]);
    const rejected = event(4, "REJECTED", "IN_REVIEW");
    expect(typesTold([PROGRESS, REVIEW, COMPLETED, rejected], { 1: "applied", 2: "applied", 3: "applied" })).toEqual([
      ["case.conflict", 4],
    ]);
  });
});
