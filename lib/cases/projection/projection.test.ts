import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaseStatus } from "./lifecycle.ts";
import { type ProjectedEvent, project } from "./projection.ts";

const START = Date.UTC(2026, 0, 1);

/** Events from `previous>status@seconds` in the order they arrive. */
function arriving(...steps: string[]): ProjectedEvent[] {
  return steps.map((text, index) => {
    const [, previousStatus, status, seconds] = /^(\w+)>(\w+)@(\d+)$/.exec(text) ?? [];
    return {
      id: index + 1,
      messageId: `msg_${text}`,
      status: status as CaseStatus,
      previousStatus: previousStatus as CaseStatus,
      reason: status === "REJECTED" ? "DOCUMENT_MISMATCH" : null,
      occurredAt: new Date(START + Number(seconds) * 1000),
    };
  });
}

const verdictsOf = (events: ProjectedEvent[]) => {
  const { verdicts } = project(events);
  return events.map((event) => `${verdicts.get(event.id)?.verdict} ${verdicts.get(event.id)?.episode}`);
};

const OPENED = "NOT_STARTED>IN_PROGRESS@1";
const SUBMITTED = "IN_PROGRESS>IN_REVIEW@2";
const APPROVED = "IN_REVIEW>COMPLETED@3";
const REJECTED = "IN_REVIEW>REJECTED@3";

describe("project", () => {
  it("knows nothing of a case without events", () => {
    expect(project([])).toEqual({ episodes: [], verdicts: new Map(), current: null });
  });

  it("follows a life in order", () => {
    const events = arriving(OPENED, SUBMITTED, REJECTED);
    expect(verdictsOf(events)).toEqual(["applied 1", "applied 1", "applied 1"]);
    expect(project(events).current).toEqual({
      number: 1,
      status: "REJECTED",
      previousStatus: "IN_REVIEW",
      reason: "DOCUMENT_MISMATCH",
      openedAt: new Date(START + 1000),
      statusSince: new Date(START + 3000),
      gap: false,
      conflict: false,
      statusEventId: 3,
    });
  });

  it("flags what was missed, and closes the gap when it arrives late", () => {
    const missing = arriving(OPENED, APPROVED);
    expect(verdictsOf(missing)).toEqual(["applied 1", "gap 1"]);
    expect(project(missing).current).toMatchObject({ status: "COMPLETED", gap: true });
    const mended = arriving(OPENED, APPROVED, SUBMITTED);
    expect(verdictsOf(mended)).toEqual(["applied 1", "applied 1", "late 1"]);
    expect(project(mended).current).toMatchObject({ status: "COMPLETED", gap: false, statusEventId: 2 });
  });

  it("flags a case first heard of in the middle of its life", () => {
    expect(verdictsOf(arriving(SUBMITTED))).toEqual(["gap 1"]);
  });

  it("lets a terminal state stand against what contradicts it", () => {
    const events = arriving(OPENED, SUBMITTED, APPROVED, "IN_REVIEW>REJECTED@4", "COMPLETED>IN_REVIEW@5");
    expect(verdictsOf(events).slice(3)).toEqual(["conflict 1", "conflict 1"]);
    expect(project(events).current).toMatchObject({ status: "COMPLETED", conflict: true, statusEventId: 3 });
  });

  it("takes the same change under another id for a repeat", () => {
    expect(verdictsOf(arriving(OPENED, SUBMITTED, REJECTED, "IN_REVIEW>REJECTED@9"))[3]).toBe("repeat 1");
  });

  it("opens the next episode after a terminal state and keeps the one before", () => {
    const events = arriving(OPENED, SUBMITTED, REJECTED, "NOT_STARTED>IN_PROGRESS@10", "IN_PROGRESS>IN_REVIEW@11");
    expect(verdictsOf(events).slice(3)).toEqual(["applied 2", "applied 2"]);
    expect(project(events).episodes.map(({ number, status }) => [number, status])).toEqual([
      [1, "REJECTED"],
      [2, "IN_REVIEW"],
    ]);
  });

  it("places an event that is older than the episode it arrives in", () => {
    const events = arriving(OPENED, REJECTED, "NOT_STARTED>IN_PROGRESS@10", SUBMITTED);
    expect(verdictsOf(events)).toEqual(["applied 1", "applied 1", "applied 2", "late 1"]);
  });

  it("orders events of one instant by the chain of their previous states", () => {
    const events = arriving("IN_REVIEW>COMPLETED@1", "IN_PROGRESS>IN_REVIEW@1", "NOT_STARTED>IN_PROGRESS@1");
    expect(project(events).current).toMatchObject({ status: "COMPLETED", gap: false, conflict: false });
  });

  it("does not call an event late that came after a contradiction of it", () => {
    const events = arriving(OPENED, SUBMITTED, "IN_REVIEW>REJECTED@4", APPROVED);
    expect(verdictsOf(events).slice(2)).toEqual(["conflict 1", "applied 1"]);
  });
});

const status = fc.constantFrom<CaseStatus>("NOT_STARTED", "IN_PROGRESS", "IN_REVIEW", "COMPLETED", "REJECTED");
const anyEvents = fc
  .array(fc.record({ status, previousStatus: status, second: fc.integer({ min: 0, max: 6 }) }), { maxLength: 12 })
  .map((steps) =>
    steps.map(({ status, previousStatus, second }, index) => ({
      messageId: `msg_${index}`,
      status,
      previousStatus,
      reason: null,
      occurredAt: new Date(START + second * 1000),
    })),
  );

/** A whole life: episodes from NOT_STARTED to an end, each step a second or none after the one before. */
const anyLife = fc
  .array(
    fc.record({
      reviews: fc.integer({ min: 1, max: 3 }),
      end: fc.constantFrom<CaseStatus>("COMPLETED", "REJECTED"),
      tick: fc.constantFrom(0, 1),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((episodes) => {
    let second = 0;
    return episodes.flatMap(({ reviews, end, tick }, number) => {
      const rounds = Array.from({ length: reviews }, (): CaseStatus[] => ["IN_PROGRESS", "IN_REVIEW"]).flat();
      const path: CaseStatus[] = ["NOT_STARTED", ...rounds, end];
      second += 1;
      return path.slice(1).map((status, index) => {
        // A state visited twice in one instant cannot be told from a repeat: only the first round may be that quick.
        second += reviews > 1 ? 1 : tick;
        return {
          messageId: `msg_${number}_${index}`,
          status,
          previousStatus: path[index] as CaseStatus,
          reason: null,
          occurredAt: new Date(START + second * 1000),
        };
      });
    });
  });

type Sent = Omit<ProjectedEvent, "id">;

/** What is left of a projection when it no longer tells in which order events arrived. */
function withoutArrival(arrived: Sent[]) {
  const events = arrived.map((event, index) => ({ ...event, id: index + 1 }));
  const { episodes, verdicts } = project(events);
  const messageOf = new Map(events.map((event) => [event.id, event.messageId]));
  return {
    episodes: episodes.map(({ statusEventId, ...episode }) => ({ ...episode, from: messageOf.get(statusEventId) })),
    standing: [...verdicts]
      .map(
        ([id, { verdict, episode }]) =>
          `${messageOf.get(id)} ${verdict === "repeat" || verdict === "conflict" ? verdict : "moved"} ${episode}`,
      )
      .sort(),
  };
}

const shuffled = (events: Sent[]) => fc.shuffledSubarray(events, { minLength: events.length });

describe("project, over thousands of lives", () => {
  it("gives the same case in whatever order its events arrive, sensible or not", () => {
    fc.assert(
      fc.property(
        anyEvents.chain((events) => fc.tuple(fc.constant(events), shuffled(events))),
        ([events, arrived]) => {
          expect(withoutArrival(arrived)).toEqual(withoutArrival(events));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("ends where the sender's life ended, without gap or conflict, in whatever order its events arrive", () => {
    fc.assert(
      fc.property(
        anyLife.chain((life) => fc.tuple(fc.constant(life), shuffled(life))),
        ([life, arrived]) => {
          const { episodes, current } = project(arrived.map((event, index) => ({ ...event, id: index + 1 })));
          expect(episodes).toHaveLength(life.filter((event) => event.previousStatus === "NOT_STARTED").length);
          expect(current?.status).toBe(life.at(-1)?.status);
          expect(episodes.filter((episode) => episode.gap || episode.conflict)).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("does not change for the same change under other ids at the same instants", () => {
    fc.assert(
      fc.property(
        anyLife.chain((life) => fc.tuple(fc.constant(life), fc.subarray(life))),
        ([life, again]) => {
          const echoes = again.map((event) => ({ ...event, messageId: `${event.messageId}_again` }));
          const strip = (arrived: Sent[]) =>
            withoutArrival(arrived).episodes.map(({ from, ...episode }) => ({
              ...episode,
              from: from?.replace("_again", ""),
            }));
          expect(strip([...life, ...echoes])).toEqual(strip(life));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("calls nothing late that arrives in the order of the clock", () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { verdicts } = project(life.map((event, index) => ({ ...event, id: index + 1 })));
        expect([...verdicts.values()].filter(({ verdict }) => verdict !== "applied")).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
