import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { analyst, engineer, viewer } from "#lib/events/testing/actors";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import type { EventsFilter } from "./filter.ts";
import { listEvents } from "./list-events.ts";

beforeAll(async () => {
  const [first, second] = await storeEvents(
    { messageId: "msg_one", refId: "a/b c%é" },
    { messageId: "msg_two", refId: "acme-002", verdict: null },
    { messageId: "msg_three", refId: null, type: "unrecognised", verdict: "unrecognised", status: null },
    { messageId: "msg_four", refId: "acme-004", source: "vove-sandbox", verdict: "gap" },
    { messageId: "msg_five", refId: "acme-100%", receivedAt: new Date("2026-11-20T10:00:00Z") },
  );
  if (first === undefined || second === undefined) throw new Error("Nothing was stored.");
  await storeRun(first, { state: "failed", latest: false });
  await storeRun(first, { state: "succeeded", attempt: 2 });
  await storeRun(second, { state: "dead", handler: "notify-customer" });
  await database().insert(businesses).values({ source: "vove", refId: "acme-002", name: "Sokolov & Daughters" });
});

const ids = async (filter: EventsFilter) => (await listEvents(engineer, filter)).items.map((event) => event.messageId);

describe("listEvents", () => {
  it("gives the last stored first, with the latest run of each handler", async () => {
    const { items, nextCursor } = await listEvents(engineer, {});
    expect(items.map((event) => event.messageId)).toEqual(["msg_five", "msg_four", "msg_three", "msg_two", "msg_one"]);
    expect(items.at(-1)?.runs).toEqual([{ handler: "update-case", state: "succeeded" }]);
    expect(nextCursor).toBeNull();
  });

  it.each<[EventsFilter, string[]]>([
    [{}, ["msg_five", "msg_four", "msg_three", "msg_two", "msg_one"]],
    // By time the fifth is the oldest, though stored last.
    [{ from: "2026-11-01T00:00:00.000Z" }, ["msg_four", "msg_three", "msg_two", "msg_one", "msg_five"]],
  ])("pages by cursor, each event once: %o", async (filter, expected) => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listEvents(engineer, filter, { limit: 2, cursor: cursor ?? undefined });
      seen.push(...page.items.map((event) => event.messageId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  it.each<[EventsFilter, string[]]>([
    [{ source: "vove-sandbox" }, ["msg_four"]],
    [{ refId: "a/b c%é" }, ["msg_one"]],
    [{ type: "unrecognised" }, ["msg_three"]],
    [{ verdict: "gap" }, ["msg_four"]],
    [{ verdict: "unplaced" }, ["msg_two"]],
    [{ runState: "dead" }, ["msg_two"]],
    [{ runState: "failed" }, []],
    [{ messageId: "msg_t" }, ["msg_three", "msg_two"]],
    [{ q: "msg_f" }, ["msg_five", "msg_four"]],
    [{ q: "a/b c%é" }, ["msg_one"]],
    [{ q: "sokolov" }, ["msg_two"]],
    [{ q: "%" }, []],
    [{ from: "2026-11-22T10:01:00.000Z", to: "2026-11-22T10:03:00.000Z" }, ["msg_three", "msg_two"]],
    [{ refId: "acme-002", verdict: "gap" }, []],
  ])("filters by %o", async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it.each([{ cursor: "bm90IG91cnM" }, { limit: 0 }, { limit: 201 }, { limit: 1.5 }])("refuses %o", async (page) => {
    await expect(listEvents(engineer, {}, page)).rejects.toMatchObject({ code: "invalid" });
  });

  it.each([viewer, analyst])("is not for $role", async (actor) => {
    await expect(listEvents(actor, {})).rejects.toMatchObject({ code: "not-allowed" });
  });
});
