import { describe, expect, it } from "vitest";
import { finalState } from "./case-lifecycle.ts";
import type { CasewireState } from "./casewire-state.ts";
import { disagreements } from "./compare.ts";
import { type Plan, plan } from "./plan.ts";

const START = new Date("2026-11-22T12:00:00Z");
const SHARES = { duplicates: 0.2, late: 0.2, rejections: 0.5, unknown: 0.3, badSecret: 0.3 };
const make = (change: Partial<typeof SHARES> = {}, seed = 7) =>
  plan({ cases: 300, durationMs: 60_000, seed, shares: { ...SHARES, ...change } }, START);

/** What a Casewire without a fault would say. */
function faultless({ messages, expectedCases }: Plan): CasewireState {
  return {
    events: new Set(messages.filter((message) => message.kind !== "forged").map((message) => message.messageId)),
    cases: new Map(
      expectedCases.map(({ refId, transitions }) => {
        const { status, episode, enabledIn } = finalState(transitions);
        return [
          refId,
          { status, episode, deadRuns: 0, done: enabledIn.map((n) => `case/${refId}/${n}/enable-account`) },
        ];
      }),
    ),
  };
}

describe("plan", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(make()).toEqual(make());
    expect(make({}, 8)).not.toEqual(make());
  });

  it("tells each life as a chain from NOT_STARTED", () => {
    for (const { transitions } of make().expectedCases) {
      transitions.forEach((transition, at) => {
        const before = transitions[at - 1]?.status;
        const opens = before === undefined || before === "REJECTED";
        expect(transition.previousStatus).toBe(opens ? "NOT_STARTED" : before);
      });
    }
  });

  it("makes ids that sort by when the events were made, whatever the order they are sent in", () => {
    const { messages, expectedCases } = make({ late: 0.5 });
    let overtaken = 0;
    for (const { refId } of expectedCases) {
      const own = messages.filter(({ kind, body }) => kind === "case" && body.includes(`"${refId}"`));
      const ids = own.map((message) => message.messageId);
      expect(ids).toEqual([...ids].sort());
      overtaken += own.filter(
        (one, at) => (own[at + 1]?.sendAt[0] ?? Number.POSITIVE_INFINITY) < (one.sendAt[0] ?? 0),
      ).length;
    }
    expect(overtaken).toBeGreaterThan(50);
  });

  it("keeps to the shares it was given", () => {
    const none = make({ duplicates: 0, unknown: 0, badSecret: 0, rejections: 0 });
    expect(none.messages.every(({ kind, sendAt }) => kind === "case" && sendAt.length === 1)).toBe(true);
    expect(none.expectedCases.some(({ transitions }) => finalState(transitions).status === "REJECTED")).toBe(false);
    expect(make({ duplicates: 1 }).messages.filter(({ sendAt }) => sendAt.length === 2).length).toBeGreaterThan(600);
  });
});

describe("disagreements", () => {
  const planned = make();
  const first = planned.expectedCases.find(({ transitions }) => finalState(transitions).status === "COMPLETED");
  const refId = first?.refId ?? "";
  const forged = planned.messages.find(({ kind }) => kind === "forged")?.messageId ?? "";
  const genuine = planned.messages.find(({ kind }) => kind === "case")?.messageId ?? "";

  it("has none where Casewire is without fault", () => {
    expect(disagreements(planned, faultless(planned))).toEqual([]);
  });

  it.each<[string, (found: CasewireState) => void, RegExp]>([
    ["an event lost", ({ events }) => events.delete(genuine), /is no event/],
    ["a forgery taken", ({ events }) => events.add(forged), /signed with no secret/],
    ["a case lost", ({ cases }) => cases.delete(refId), /no case/],
    [
      "a wrong state",
      ({ cases }) => Object.assign(cases.get(refId) ?? {}, { status: "IN_REVIEW" }),
      /was sent as COMPLETED/,
    ],
    ["a wrong episode", ({ cases }) => Object.assign(cases.get(refId) ?? {}, { episode: 9 }), /episode 9/],
    ["a dead run", ({ cases }) => Object.assign(cases.get(refId) ?? {}, { deadRuns: 1 }), /dead/],
    ["an effect missing", ({ cases }) => Object.assign(cases.get(refId) ?? {}, { done: [] }), /enabled an account 0/],
    ["an effect twice", ({ cases }) => cases.get(refId)?.done.push(cases.get(refId)?.done[0] ?? ""), /twice/],
  ])("tells of %s", (_, spoil, sentence) => {
    const found = faultless(planned);
    spoil(found);
    expect(disagreements(planned, found).join("\n")).toMatch(sentence);
  });
});
