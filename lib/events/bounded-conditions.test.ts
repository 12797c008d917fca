import { beforeAll, expect, it } from "vitest";
import { engineer } from "#lib/events/testing/actors";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import type { EventsFilter } from "./filter.ts";
import { findNeighbours } from "./find-neighbours.ts";
import { listEvents } from "./list-events.ts";

const REVIEW = "kyb.case.in_review";
const ENDED = "kyb.case.rejected";

let stored: Awaited<ReturnType<typeof storeEvents>>;

/** Of nine events each second is of one type, and each third has two runs that died, the others one that was skipped and one that was not. */
beforeAll(async () => {
  stored = await storeEvents(
    ...Array.from({ length: 9 }, (_, n) => ({ messageId: `msg_${n}`, type: n % 2 === 0 ? ENDED : REVIEW })),
  );
  for (const [n, event] of stored.entries()) {
    await storeRun(event, { state: "dead", latest: false });
    await storeRun(event, { handler: "one", state: n % 3 === 0 ? "dead" : "skipped" });
    await storeRun(event, { handler: "two", state: n % 3 === 0 ? "dead" : "succeeded" });
  }
  // Deliveries have no event.
  const destination = await storeDestination();
  for (const state of ["dead", "skipped", "succeeded"] as const)
    await storeDelivery({ destination, attempts: [{ state }] });
});

const CASES: [EventsFilter, number[]][] = [
  [{ runState: "dead" }, [6, 3, 0]],
  [{ runState: "skipped" }, [8, 7, 5, 4, 2, 1]],
  [{ runState: "succeeded" }, [8, 7, 5, 4, 2, 1]],
  [{ runState: "failed" }, []],
  [{ runState: "dead", type: ENDED }, [6, 0]],
  [{ runState: "dead", type: ENDED, messageId: "msg_6" }, [6]],
  [{ runState: "skipped", type: REVIEW }, [7, 5, 1]],
  [{ runState: "dead", source: "elsewhere" }, []],
  [{ runState: "dead", from: "2026-01-01T00:00:00.000Z" }, [6, 3, 0]],
];

it.each(CASES)("pages %j without losing or repeating an event", async (filter, expected) => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEvents(engineer, filter, { limit: 2, cursor });
    seen.push(...page.items.map(({ messageId }) => messageId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(expected.map((n) => `msg_${n}`));
});

it.each(CASES)("finds the neighbours of each event of %j", async (filter, expected) => {
  for (const [index, n] of expected.entries()) {
    const event = stored[n];
    if (!event) throw new Error("no event");
    const { newer, older } = await findNeighbours(engineer, filter, event);
    const name = (at: number | undefined) => (at === undefined ? undefined : `msg_${at}`);
    expect(newer?.messageId).toBe(name(index === 0 ? undefined : expected[index - 1]));
    expect(older?.messageId).toBe(name(expected[index + 1]));
  }
});
