import { describe, expect, it } from "vitest";
import type { RunItem, TimelineItem } from "#lib/cases/timeline/viewer-items";
import { linesOf } from "./timeline-lines.ts";

const run = (id: number, state: RunItem["state"], { handler = "notify-customer", eventId = 1 } = {}): RunItem => ({
  ...{ kind: "run", at: new Date(id * 1000), id, eventId, messageId: "msg_1", handler, trigger: "retry", attempt: id },
  ...{ state, latest: false, error: null, skipped: null, requestedBy: null, requestReason: null, nextAttemptAt: null },
});
const note = (id: number): TimelineItem => ({ kind: "note", at: new Date(id * 1000), id, author: "Ada", body: "x" });

const inWords = (items: TimelineItem[]) =>
  linesOf(items).map((line) => (line.kind === "item" ? line.item.id : line.attempts.map(({ id }) => id)));

describe("linesOf", () => {
  it("puts the failed attempts of an action in one line, where the last of them was", () => {
    expect(inWords([run(1, "failed"), note(2), run(3, "failed"), run(4, "failed"), run(5, "dead")])).toEqual([
      2,
      [1, 3, 4],
      5,
    ]);
  });

  it("leaves a single one, and keeps apart other actions and other messages", () => {
    const items = [
      run(1, "failed"),
      run(2, "failed", { handler: "update-case" }),
      run(3, "failed", { eventId: 2 }),
      run(4, "succeeded"),
    ];
    expect(inWords(items)).toEqual([1, 2, 3, 4]);
    expect(inWords([])).toEqual([]);
  });
});
